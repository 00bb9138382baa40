"""Mail that others than support take care of."""

from pathlib import Path

import pytest

from gateway.desk.desk import Desk
from gateway.store.store import Store
from tests.support.desk import (
    build_desk,
    case,
    deliver,
    do_not_sync,
    letter,
    load,
    notes,
    numbers,
    outside,
    reply,
    sent,
    templates_of,
    waiting,
    write,
)
from tests.support.people import ALAN, CORA, DIRECTORY, ELMO, INES, NADIA, OTTO, ROSA, STRANGER

ACADEMY = "academy@vendor.example"
THURSDAY = "2026-03-05T10:00:00+01:00"
TEACHER = "tess@vendor.example"
TEAM = f"""
[[staff]]
email = "{TEACHER}"
name = "Tess"
roles = ["training"]
"""
PARTNERS = """
[[organization]]
code = "dune"
name = "Dune"
domains = ["dune.example"]
region = "emea"

[[organization]]
code = "elm"
name = "Elm Consulting"
domains = ["elm.example"]
partner_of = ["dune"]

[[contact]]
email = "dan@dune.example"
name = "Dan"
organization = "dune"

[[contract]]
number = "HC-9"
organization = "dune"
plan = "standard"
starts = 2025-01-01
ends = 2027-12-31

[[app]]
code = "sand"
name = "Sand"
organization = "dune"
strategy = "private_platform"
technical_contacts = ["dan@dune.example"]

[[app]]
code = "shore"
name = "Shore"
organization = "dune"
strategy = "partner_btp"
technical_contacts = ["dan@dune.example"]
"""
DAN = "dan@dune.example"


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    """The desk of Example Software with a training address and some links."""
    do_not_sync(store)
    links = {"ideas": "https://ideas.vendor.example/", "partners": "https://partners.vendor.example/"}
    return build_desk(store, tmp_path, addresses={"training": [ACADEMY]}, links=links)


def test_r_18_a_certificate_is_handed_to_the_training_team_without_a_ticket(desk: Desk) -> None:
    document = write(desk, INES, "My certificate has not arrived.", THURSDAY, subject="Certificate")
    assert (document["decision"], document["ticket"], document["rule"]) == ("redirect", None, "redirects/certificate")
    answer = sent(document, "redirect_certificate")
    assert "10 March 2026" in answer["text"]
    assert "12 March 2026" in answer["text"]
    assert answer["headers"]["Reply-To"] == ACADEMY
    handed = sent(document, "training_request")
    assert (handed["envelope_to"], handed["headers"]["Reply-To"]) == ([ACADEMY], f"Ines Vogel <{INES}>")
    assert "My certificate has not arrived." in handed["text"]
    assert numbers(desk) == []


def test_r_18_our_forward_does_not_come_back_in(desk: Desk) -> None:
    handed = sent(write(desk, INES, "My certificate has not arrived."), "training_request")["headers"]
    again = letter(
        handed["From"],
        "My certificate has not arrived.",
        ACADEMY,
        proof="",
        headers={"X-Loop": handed["X-Loop"], "Message-ID": handed["Message-ID"]},
    )
    document = deliver(desk, again, recipients=[ACADEMY])
    assert (document["decision"], document["outgoing"]) == ("own", [])


def test_r_17_a_stranger_may_ask_about_courses_too(desk: Desk) -> None:
    document = write(desk, STRANGER, "Which course comes next?", subject="Courses")
    assert (document["decision"], templates_of(document)) == ("redirect", ["redirect_training", "training_request"])


def test_r_17_what_the_training_team_hands_back_is_not_sent_to_them_again(desk: Desk) -> None:
    document = write(desk, ACADEMY, "Which course comes next?", subject="Courses")
    assert (document["decision"], "training_request" in templates_of(document)) == ("new", False)


def test_r_17_a_contact_who_wrote_much_within_the_hour_hears_who_answers(desk: Desk) -> None:
    for text in ("How do I print?", "Where is my invoice kept?", "Can the till speak French?"):
        write(desk, INES, text)
    course = write(desk, INES, "Which course comes next?", subject="Courses")
    assert templates_of(course) == ["redirect_training", "training_request"]
    who = write(desk, INES, "Who is our CSM?", subject="One more")
    assert "reply_account_team" in templates_of(who)


def test_r_17_without_a_training_address_it_is_a_ticket(store: Store, tmp_path: Path) -> None:
    document = write(build_desk(store, tmp_path), INES, "Which course comes next?", subject="Courses")
    assert document["decision"] == "new"


def test_r_17_a_mixed_mail_is_a_ticket_that_says_so(desk: Desk) -> None:
    document = write(desk, INES, "When is the next course? And since Monday Till crashes.", subject="Two things")
    assert document["decision"] == "new"
    assert "training" in sent(document, "agent_new_ticket")["text"]


def test_r_17_mail_to_the_training_address_is_shown_to_the_team(desk: Desk) -> None:
    load(desk, DIRECTORY + TEAM)
    document = write(desk, INES, "Which course comes next?", THURSDAY, to=ACADEMY)
    assert (document["decision"], document["ticket"]) == ("redirect", None)
    assert sent(document, "ack_training")["envelope_to"] == [INES]
    assert sent(document, "training_request")["envelope_to"] == [TEACHER]
    assert waiting(desk) == []


def test_r_17_nobody_without_proof_is_answered_but_the_team_sees_it(desk: Desk) -> None:
    document = write(desk, INES, "Which course comes next?", to=ACADEMY, proof="none")
    assert document["decision"] == "redirect"
    assert outside(desk) == []
    assert "Not proven" in sent(document, "training_request")["text"]


def test_r_19_a_wish_is_sent_to_the_forum_and_a_fault_opens_it_again(desk: Desk) -> None:
    document = write(desk, INES, "It would be nice if Till had a dark mode.", subject="Feature request: dark mode")
    assert (document["decision"], templates_of(document)) == ("redirect", ["redirect_feature_request"])
    ticket = case(desk, str(document["ticket"]))
    assert (ticket["state"], ticket["resolution_code"]) == ("solved", "redirected_ideas")
    answer = sent(document, "redirect_feature_request")
    assert "https://ideas.vendor.example/" in answer["text"]
    again = reply(desk, answer, INES, "This is a bug: it was there before.")
    assert again["decision"] == "note"
    ticket = case(desk, str(document["ticket"]))
    assert (ticket["state"], ticket["resolution_code"]) == ("open", None)
    assert sent(again, "agent_reply_arrived")["envelope_to"] == [NADIA]


def test_r_19_a_wish_for_the_buildpack_stays_a_ticket_with_three_ways(desk: Desk) -> None:
    document = write(desk, INES, "Please add option X to the buildpack.", subject="Feature request: option X")
    assert document["decision"] == "new"
    assert templates_of(document, "customer") == ["reply_buildpack_change"]
    assert case(desk, str(document["ticket"]))["state"] == "new"


def test_r_20_a_larger_container_goes_to_the_success_manager(desk: Desk) -> None:
    document = write(desk, INES, "We would like a larger container for Till.", subject="Size")
    assert document["decision"] == "redirect"
    answer = sent(document, "redirect_commercial_csm")
    assert answer["headers"]["Cc"] == f"Cora Winter <{CORA}>"
    assert CORA in answer["text"]
    assert sent(document, "account_lead")["envelope_to"] == [CORA]
    ticket = case(desk, str(document["ticket"]))
    assert (ticket["state"], ticket["resolution_code"]) == ("solved", "redirected_csm")


def test_r_21_more_users_go_to_the_account_executive(desk: Desk) -> None:
    document = write(desk, ROSA, "We need more users on our license.", subject="License")
    assert ALAN in sent(document, "redirect_license_expansion_ae")["text"]
    assert sent(document, "account_lead")["envelope_to"] == [ALAN]


def test_r_20_where_nobody_is_named_the_manager_hears_and_the_duty(desk: Desk) -> None:
    document = write(desk, ELMO, "We need more users on our license.", subject="License")
    assert sent(document, "account_lead")["envelope_to"] == [OTTO]
    assert "account executives" in sent(document, "unassigned_account")["text"]


@pytest.mark.parametrize("sender", [STRANGER, "new.person@acorn.example"])
def test_r_22_only_a_known_contact_hears_who_looks_after_them(desk: Desk, sender: str) -> None:
    assert CORA in sent(write(desk, INES, "Who is our CSM?"), "reply_account_team")["text"]
    document = write(desk, sender, "Who is our CSM?")
    assert document["decision"] == "new"
    assert CORA not in "".join(one.text for one in outside(desk) if sender in [to.address for to in one.recipients])


def test_r_22_without_proof_nobody_hears_it(desk: Desk) -> None:
    assert write(desk, INES, "Who is our CSM?", proof="none")["decision"] == "new"


def test_r_80_more_users_in_answer_to_a_notice_go_to_the_account_executive(desk: Desk) -> None:
    to = f"support+{desk.signer.sub_address('reply', 'LIC-77')}@vendor.example"
    document = write(desk, "tina@birch.example", "We need more users on our license.", to=to)
    assert sent(document, "redirect_license_expansion_ae")["envelope_to"] == ["tina@birch.example", ALAN]


def test_r_23_what_a_partner_supports_is_sent_to_them(desk: Desk) -> None:
    load(desk, DIRECTORY + PARTNERS)
    document = write(desk, DAN, "The runtime stops every night.", subject="Runtime error on Sand")
    assert (document["decision"], document["rule"]) == ("redirect", "scope/runtime")
    assert "Elm Consulting" in sent(document, "redirect_partner")["text"]
    ticket = case(desk, str(document["ticket"]))
    assert (ticket["state"], ticket["resolution_code"], ticket["component"]) == (
        "solved",
        "redirected_partner",
        "runtime",
    )


def test_r_24_parts_of_an_external_platform_go_there_and_others_stay(desk: Desk) -> None:
    load(desk, DIRECTORY + PARTNERS)
    document = write(desk, DAN, "The database backup failed.", subject="Backup of Shore")
    assert templates_of(document) == ["redirect_external_supporter"]
    document = write(desk, DAN, "The runtime stops every night.", subject="Runtime error on Shore")
    assert document["decision"] == "new"


def test_r_23_a_critical_ticket_is_never_sent_away_by_itself(desk: Desk) -> None:
    load(desk, DIRECTORY + PARTNERS)
    text = "Impact: high\nUrgency: high\n\nThe runtime stops."
    document = write(desk, DAN, text, subject="Runtime error on Sand")
    assert document["decision"] == "new"
    assert "Elm Consulting" in sent(document, "scope_draft")["text"]


def test_r_15_an_engineer_sends_somebody_to_the_expert_services(desk: Desk) -> None:
    alert = sent(write(desk, INES, "Please write us a report.", subject="Report"), "agent_new_ticket")
    document = reply(desk, alert, NADIA, "#redirect expert_services")
    assert document["decision"] == "command"
    assert sent(document, "redirect_expert_services")["envelope_to"] == [INES]
    ticket = case(desk, "T-001001")
    assert (ticket["state"], ticket["resolution_code"]) == ("solved", "redirected")
    assert ticket["first_response_at"] is not None


def test_r_17_an_engineer_hands_a_ticket_to_the_training_team(desk: Desk) -> None:
    alert = sent(write(desk, INES, "Hello, what about my paper?", subject="Paper"), "agent_new_ticket")
    document = reply(desk, alert, NADIA, "#redirect certificate")
    handed = sent(document, "training_request")
    assert INES in handed["headers"]["Reply-To"]
    assert "what about my paper" in handed["text"]
    told = sent(document, "redirect_certificate")
    assert told["envelope_to"] == [INES]
    assert "ticket T-001001 is open again" in told["text"]
    assert "goes to the training team" not in told["text"]


def test_a_redirect_that_cannot_be_is_refused(desk: Desk) -> None:
    alert = sent(write(desk, STRANGER, "Hello, can you help?"), "agent_new_ticket")
    document = reply(desk, alert, NADIA, "#redirect csm")
    assert document["decision"] == "command_refused"
    assert case(desk, "T-001001")["state"] == "new"
    assert notes(desk, "T-001001", "internal") == []
