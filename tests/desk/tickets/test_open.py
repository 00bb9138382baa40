"""A mail that becomes a new ticket."""

import pytest

from gateway.desk.desk import Desk
from tests.support.desk import MONDAY, case, change, notes, outside, queue, sent, templates_of, write
from tests.support.people import CORA, ELMO, ESCALATION, INES, NADIA, OTTO, PAUL, ROSA, STRANGER, SUPPORT


def test_r01_a_customers_mail_becomes_a_ticket_and_is_acknowledged(desk: Desk) -> None:
    document = write(desk, INES, "Where is the switch?", subject="How do I turn Till to dark?")
    assert (document["decision"], document["ticket"]) == ("new", "T-001001")
    assert templates_of(document) == ["ack_new_ticket", "agent_new_ticket"]
    ticket = case(desk, "T-001001")
    assert (ticket["state"], ticket["type"], ticket["priority"], ticket["app"]) == ("new", "question", "medium", "till")
    assert (ticket["organization"], ticket["requester"], ticket["plan"]) == ("acorn", INES, "standard")
    assert notes(desk, "T-001001") == ["Where is the switch?"]


def test_the_acknowledgement_carries_the_headers_of_an_automatic_answer(desk: Desk) -> None:
    document = write(desk, INES, subject="Till is slow", headers={"Message-ID": "<first@acorn.example>"})
    headers = sent(document, "ack_new_ticket")["headers"]
    assert headers["Subject"] == "[T-001001] Till is slow"
    assert (headers["Auto-Submitted"], headers["X-Auto-Response-Suppress"]) == ("auto-replied", "All")
    assert headers["In-Reply-To"] == headers["References"] == "<first@acorn.example>"
    assert headers["From"] == f"Example Software Support <{SUPPORT}>"
    assert headers["Reply-To"].lower().startswith("support+t-001001.")
    assert desk.signer.read_message_id(headers["Message-ID"]) is not None


def test_only_the_writer_is_answered_whoever_else_reads_along(desk: Desk) -> None:
    document = write(desk, INES, cc=f"{PAUL}, someone@other.example", headers={"Reply-To": "trap@other.example"})
    assert [one["envelope_to"] for one in document["outgoing"] if one["audience"] == "customer"] == [[INES]]


def test_those_in_copy_become_participants_and_outsiders_stay_external(desk: Desk) -> None:
    write(desk, INES, cc=f"{PAUL}, someone@other.example, {NADIA}")
    people = {one["address"]: one["kind"] for one in case(desk, "T-001001")["participants"]}
    assert people == {INES: "requester", PAUL: "cc", "someone@other.example": "external"}


def test_response_is_due_in_the_business_hours_of_the_customers_region(desk: Desk) -> None:
    write(desk, INES, "Impact: high\nUrgency: medium\n", "2026-03-06T16:00:00+01:00")  # a Friday
    ticket = case(desk, "T-001001")
    assert ticket["priority"] == "high"
    assert ticket["first_response_due"] == "2026-03-09T11:00:00Z"


def test_a_critical_ticket_asks_for_a_call_and_alarms_the_manager(desk: Desk) -> None:
    document = write(desk, INES, "Impact: high\nUrgency: high, at once\nAll tills stand still.", subject="Till is down")
    assert "+31 30 555 0199" in sent(document, "ack_critical_call_us")["text"]
    assert sent(document, "agent_critical_alert")["envelope_to"] == [OTTO]
    ticket = case(desk, "T-001001")
    assert (ticket["type"], ticket["priority"], ticket["phone_call_required"]) == ("incident", "critical", True)


def test_r03_an_unknown_sender_gets_a_ticket_for_triage_without_a_service_level(desk: Desk) -> None:
    document = write(desk, STRANGER, "Hello?", MONDAY)
    assert templates_of(document) == ["ack_unknown_sender", "agent_new_ticket"]
    ticket = case(desk, "T-001001")
    assert (ticket["triage"], ticket["organization"], ticket["first_response_due"]) == (True, None, None)


def test_a_person_not_in_the_directory_belongs_to_the_organization_of_his_domain(desk: Desk) -> None:
    assert templates_of(write(desk, PAUL)) == ["ack_new_ticket", "agent_new_ticket"]
    assert case(desk, "T-001001")["organization"] == "acorn"


def test_r09_a_lapsed_contract_opens_a_ticket_and_tells_the_account_team(desk: Desk) -> None:
    document = write(desk, ELMO)
    assert templates_of(document) == ["account_contract_lapsed", "ack_new_ticket_no_contract", "agent_new_ticket"]
    assert sent(document, "account_contract_lapsed")["envelope_to"] == [CORA]
    assert "31 January 2026" in sent(document, "ack_new_ticket_no_contract")["text"]
    assert case(desk, "T-001001")["plan"] is None


def test_the_last_day_of_a_contract_is_covered_and_the_day_after_is_not(desk: Desk) -> None:
    assert "ack_new_ticket" in templates_of(write(desk, ELMO, "Still slow.", "2026-01-31T23:30:00+01:00"))
    after = write(desk, ELMO, "Slow again.", "2026-02-01T00:30:00+01:00")
    assert "ack_new_ticket_no_contract" in templates_of(after)


def test_a_sender_without_proof_opens_a_ticket_but_is_not_answered(desk: Desk) -> None:
    document = write(desk, INES, proof="")
    assert document["decision"] == "new"
    assert templates_of(document) == ["agent_new_ticket"]
    [held_back] = queue(desk, "suppressed")
    assert (held_back.template, held_back.reason) == ("ack_new_ticket", "the sender is not proven")


def test_a_mail_that_looks_a_little_automatic_opens_a_ticket_without_an_answer(desk: Desk) -> None:
    document = write(desk, INES, "Ich bin am Montag zurück.", subject="Abwesenheit")
    assert document["decision"] == "new"
    assert not outside(desk)


def test_both_addresses_at_once_without_a_ticket_open_a_ticket_but_no_escalation(desk: Desk) -> None:
    document = write(desk, INES, to=SUPPORT, cc=ESCALATION, subject="Till is slow")
    assert (document["decision"], document["escalation"]) == ("no_ticket_at_request", None)
    assert ESCALATION in sent(document, "ack_new_ticket")["text"]
    assert "escalation_heads_up" not in templates_of(document)


def test_the_manager_is_told_when_production_is_down_and_both_addresses_are_written_to(desk: Desk) -> None:
    document = write(desk, INES, "Production is down.", to=SUPPORT, cc=ESCALATION)
    assert sent(document, "escalation_heads_up")["envelope_to"] == [OTTO]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Type: incident\nWhere is the switch?", "incident"),
        ("Typ: Änderung\nWhere is the switch?", "change_request"),
        ("Please add a second till.", "change_request"),
        ("Das Drucken funktioniert nicht.", "incident"),
        ("A thought of mine.", "question"),
    ],
)
def test_r02_the_type_is_what_a_label_says_and_else_what_the_words_suggest(desk: Desk, text: str, kind: str) -> None:
    write(desk, INES, text)
    assert case(desk, "T-001001")["type"] == kind


def test_an_app_of_another_organization_is_not_taken_over(desk: Desk) -> None:
    write(desk, ROSA, "App: till\nIt does not print.")
    assert case(desk, "T-001001")["app"] is None


def test_a_mail_without_a_subject_has_a_name_all_the_same(desk: Desk) -> None:
    write(desk, INES, subject="")
    assert case(desk, "T-001001")["subject"] == "(no subject)"


def test_a_mail_on_a_closed_ticket_continues_it_in_a_new_one(desk: Desk) -> None:
    write(desk, INES, subject="Till is slow")
    change(desk, "T-001001", state="closed")
    document = write(desk, INES, subject="Re: [T-001001] Till is slow")
    assert (document["decision"], document["ticket"]) == ("follow_up", "T-001002")
    assert templates_of(document, "customer") == ["followup_created"]
    assert case(desk, "T-001002")["follow_up_of"] == "T-001001"
    assert case(desk, "T-001001")["state"] == "closed"
    assert "Continued in T-001002." in notes(desk, "T-001001", "internal")


def test_an_app_is_known_by_its_label_even_if_text_follows_at_once(desk: Desk) -> None:
    write(desk, INES, "App: Till\nEnvironment: Production\nIt does not print.")
    ticket = case(desk, "T-001001")
    assert (ticket["app"], ticket["environment"]) == ("till", "production")


@pytest.mark.parametrize("who", [NADIA, OTTO, CORA])
def test_our_own_people_are_asked_for_the_customer_and_not_who_they_are(desk: Desk, who: str) -> None:
    document = write(desk, who, "They called me: labels come out blank.", subject="Fwd: Labels")
    assert (document["decision"], templates_of(document, "customer")) == ("new", [])
    mail = sent(document, "ack_new_ticket_of_ours")
    assert (mail["audience"], mail["envelope_to"]) == ("vendor", [who])
    assert "Who is the customer?" in mail["headers"]["Subject"]
    assert "not yet known" not in mail["text"]
