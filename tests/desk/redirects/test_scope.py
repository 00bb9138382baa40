"""What support does not do, and what a ticket lacks."""

from gateway.desk.desk import Desk
from tests.support.desk import case, outside, reply, sent, templates_of, write
from tests.support.people import INES, NADIA, ROSA, TINA

BACKUP = "The database backup of last night failed."
CRASH = "The runtime stops with an error every night."
WHOLE = """Environment: production

Version 10.2. Our analysis: it began with the update. We reproduced it in an empty project, with these sample data.
"""


def backup(desk: Desk, sender: str = TINA, text: str = BACKUP) -> dict[str, object]:
    return write(desk, sender, text, subject="Database backup on Depot")


def test_r_57_what_customers_arrange_themselves_is_a_draft_for_an_engineer(desk: Desk) -> None:
    document = backup(desk)
    assert document["decision"] == "new"
    assert templates_of(document) == ["ack_new_ticket", "agent_new_ticket", "scope_draft"]
    draft = sent(document, "scope_draft")
    assert draft["envelope_to"] == [NADIA]
    assert "customers arrange that themselves" in draft["text"]
    ticket = case(desk, "T-001001")
    assert (ticket["state"], ticket["component"], ticket["resolution_code"]) == ("new", "database", None)


def test_r_25_r_62_one_line_of_an_engineer_sends_the_draft_that_says_we_cannot_look(desk: Desk) -> None:
    draft = sent(backup(desk), "scope_draft")
    document = reply(desk, draft, NADIA, "#scope out")
    assert document["decision"] == "command"
    told = sent(document, "scope_self_arranged")
    assert (told["envelope_to"], told["audience"]) == ([TINA], "customer")
    assert "we have no access to it" in told["text"]
    ticket = case(desk, "T-001001")
    assert (ticket["state"], ticket["resolution_code"]) == ("solved", "out_of_scope")
    assert ticket["first_response_at"] is not None
    assert reply(desk, draft, NADIA, "#scope out")["decision"] == "command_refused"
    assert reply(desk, told, TINA, "But it is your platform.")["decision"] == "note"
    assert case(desk, "T-001001")["state"] == "open"


def test_other_words_in_answer_to_a_draft_stay_inside(desk: Desk) -> None:
    draft = sent(backup(desk), "scope_draft")
    before = len(outside(desk))
    reply(desk, draft, NADIA, "I will ask them by telephone.")
    assert len(outside(desk)) == before


def test_r_25_who_suspects_the_platform_stays_with_us(desk: Desk) -> None:
    document = backup(desk, text=f"{BACKUP} We think it is a bug in the platform.")
    assert "scope_draft" not in templates_of(document)


def test_r_26_questions_about_an_own_application_are_helped_with(desk: Desk) -> None:
    question = write(desk, INES, "How do I call our own code on Till?", subject="Our own code in Till")
    assert "scope_draft" not in templates_of(question)
    incident = write(desk, INES, "It crashes since Monday.", subject="Our own code in Till")
    assert "scope_draft" in templates_of(incident)


def test_r_58_in_our_cloud_nothing_is_asked_about_the_database(desk: Desk) -> None:
    document = write(desk, INES, "The database of Till is down.", subject="Database of Till")
    assert templates_of(document) == ["ack_new_ticket", "agent_new_ticket"]


def test_r_59_r_60_an_incident_without_logs_is_asked_for_them_once_with_reasons(desk: Desk) -> None:
    document = write(desk, TINA, CRASH, subject="Runtime error on Depot")
    request = sent(document, "request_missing_info")
    for item in ("application logs", "The data that", "Your own analysis", "isolated", "The environment"):
        assert item in request["text"]
    assert "The logs of that time" not in request["text"]
    ticket = case(desk, "T-001001")
    assert (ticket["state"], ticket["app"], ticket["first_response_at"]) == ("pending", "depot", None)
    assert ticket["first_response_due"] is not None
    again = reply(desk, request, TINA, "We have none of that.")
    assert "request_missing_info" not in templates_of(again)
    assert case(desk, "T-001001")["state"] == "open"


def test_r_13_who_says_it_all_is_asked_nothing(desk: Desk) -> None:
    files = {"runtime.log": b"ERROR"}
    document = write(desk, TINA, f"{CRASH}\n\n{WHOLE}", subject="Runtime error on Depot", files=files)
    assert "request_missing_info" not in templates_of(document)
    assert case(desk, "T-001001")["state"] == "new"


def test_r_59_a_file_that_is_named_but_not_there_is_said_so(desk: Desk) -> None:
    text = f"{CRASH} Please see the attached log."
    request = sent(write(desk, TINA, text, subject="Runtime error on Depot"), "request_missing_info")
    assert "no file came with it" in request["text"]


def test_r_57_an_unknown_app_or_component_is_asked_about_never_guessed(desk: Desk) -> None:
    document = write(desk, TINA, "App: Dpeot\n\nThe printout crashes.", subject="Crash")
    request = sent(document, "request_missing_info")
    assert "The application:" in request["text"]
    assert "The component:" in request["text"]


def test_r_61_outside_our_clouds_a_fault_of_the_buildpack_is_shown_without_the_app(desk: Desk) -> None:
    own = write(desk, TINA, "The buildpack fails with an error.", subject="Buildpack error on Depot")
    assert "isolated" in sent(own, "request_missing_info")["text"]
    ours = write(desk, INES, "The buildpack fails with an error.", subject="Buildpack error on Till")
    assert "request_missing_info" not in templates_of(ours)


def test_r_63_an_operator_in_a_private_cloud_is_ours(desk: Desk) -> None:
    document = write(
        desk, TINA, "Component: private cloud operator\n\nIt stops with an error.", subject="Operator on Depot"
    )
    assert case(desk, "T-001001")["component"] == "application_operation"
    assert "scope_draft" not in templates_of(document)


def test_r_64_the_component_is_read_from_its_label_in_another_language(desk: Desk) -> None:
    text = "Komponente: Datenbank\n\nSeit gestern Fehler."
    assert "scope_draft" in templates_of(write(desk, ROSA, text, subject="Fehler in Depot"))
    assert case(desk, "T-001001")["component"] == "database"


def test_without_proof_nobody_is_asked_or_waited_for(desk: Desk) -> None:
    write(desk, TINA, CRASH, subject="Runtime error on Depot", proof="none")
    assert case(desk, "T-001001")["state"] == "new"
