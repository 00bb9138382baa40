"""What becomes of a request to escalate: every decision, and what it leaves behind."""

from dataclasses import replace
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from gateway.config import shipped
from gateway.desk.desk import Desk
from gateway.rules.decisions.book import RuleBook
from tests.support.desk import (
    ESCALATION_FIELDS,
    case,
    change,
    escalate,
    escalation_of,
    notes,
    numbers,
    open_case,
    outside,
    queue,
    reply,
    reply_address,
    running,
    sent,
    templates_of,
    waiting,
    write,
)
from tests.support.people import ALAN, CORA, ELMO, ESCALATION, INES, NADIA, OTTO, PAUL, ROSA

EARLY = "2026-03-02T10:30:00+01:00"  # before the response target of a ticket of Monday morning


def test_a_complete_request_is_accepted_and_everybody_concerned_is_told(desk: Desk) -> None:
    number = open_case(desk)
    document = escalate(desk, number)
    assert (document["decision"], document["ticket"], document["missing"]) == ("accept", number, [])
    assert templates_of(document) == ["escalation_ack", "escalation_new_account_team", "escalation_new_manager"]
    assert sent(document, "escalation_ack")["envelope_to"] == [INES, CORA]
    assert sent(document, "escalation_new_manager")["envelope_to"] == [OTTO]
    assert sent(document, "escalation_new_account_team")["envelope_to"] == [CORA, ALAN]


def test_an_accepted_escalation_keeps_reason_impact_and_when_the_manager_must_act(desk: Desk) -> None:
    escalation = escalation_of(desk, escalate(desk, open_case(desk)))
    assert (escalation["channel"], escalation["state"], escalation["level"]) == ("email", "requested", 1)
    assert (escalation["reason"], escalation["reason_code"]) == ("no answer since yesterday", "dissatisfaction")
    assert escalation["business_impact"] == "forty people cannot print invoices"
    assert (escalation["manager"], escalation["manager_due"]) == (OTTO, "2026-03-03T13:00:00Z")


def test_the_ticket_is_not_escalated_before_a_manager_accepts(desk: Desk) -> None:
    number = open_case(desk)
    escalate(desk, number)
    ticket = case(desk, number)
    assert (ticket["escalated"], ticket["state"]) == (False, "new")
    assert any("forty people" in text for text in notes(desk, number, "public"))


def test_the_customer_success_manager_is_added_and_the_answer_says_so(desk: Desk) -> None:
    answer = sent(escalate(desk, open_case(desk), cc=""), "escalation_ack")
    assert answer["envelope_to"] == [INES, CORA]
    assert CORA in answer["text"]


def test_a_colleague_escalates_and_the_requester_reads_along(desk: Desk) -> None:
    answer = sent(escalate(desk, open_case(desk), sender=PAUL), "escalation_ack")
    assert answer["envelope_to"] == [PAUL, CORA, INES]


def test_without_a_ticket_nothing_is_created(desk: Desk) -> None:
    document = escalate(desk, None, "We are very unhappy!")
    assert (document["decision"], document["ticket"], document["missing"]) == ("no_ticket", None, ["ticket"])
    assert [one["envelope_to"] for one in document["outgoing"]] == [[INES]]
    assert (numbers(desk), running(desk)) == ([], [])
    answer = sent(document, "escalation_rejected_no_ticket")
    assert answer["headers"]["Auto-Submitted"] == "auto-replied"


def test_an_unknown_number_creates_nothing(desk: Desk) -> None:
    document = escalate(desk, "T-654321")
    assert (document["decision"], document["ticket"]) == ("unknown_ticket", None)
    assert templates_of(document) == ["escalation_rejected_unknown_ticket"]
    assert "T-654321" in document["outgoing"][0]["text"]


def test_a_foreign_number_leaves_a_note_on_its_ticket_without_the_words(desk: Desk) -> None:
    number = open_case(desk, ROSA)
    document = escalate(desk, number)
    assert (document["decision"], document["ticket"]) == ("foreign_ticket", None)
    [remark] = notes(desk, number, "internal")
    assert (INES in remark, "forty people" in remark) == (True, False)
    assert not running(desk)


def test_two_tickets_of_ones_own_are_ambiguous(desk: Desk) -> None:
    first, second, foreign = open_case(desk), open_case(desk), open_case(desk, ROSA)
    document = escalate(desk, None, subject=f"{first} and {second} and {foreign}")
    assert (document["decision"], document["escalation"]) == ("ambiguous", None)
    text = sent(document, "escalation_rejected_ambiguous")["text"]
    assert (first in text, second in text, foreign in text) == (True, True, False)
    assert any(second in one for one in notes(desk, first, "internal"))


def test_a_labeled_line_decides_between_two_numbers(desk: Desk) -> None:
    first, second = open_case(desk), open_case(desk)
    document = escalate(desk, second, subject=f"{first} and {second}")
    assert (document["decision"], document["ticket"]) == ("accept", second)
    assert any(second in one for one in notes(desk, first, "internal"))


def test_a_closed_ticket_is_continued_and_not_escalated(desk: Desk) -> None:
    number = open_case(desk)
    change(desk, number, state="closed")
    document = escalate(desk, number)
    assert (document["decision"], document["ticket"], document["escalation"]) == ("closed", "T-001002", None)
    assert templates_of(document, "customer") == ["escalation_rejected_closed"]
    assert "T-001002" in sent(document, "escalation_rejected_closed")["text"]
    assert case(desk, "T-001002")["follow_up_of"] == number


def test_a_solved_ticket_is_opened_again_and_escalated(desk: Desk) -> None:
    number = open_case(desk)
    change(desk, number, state="solved")
    assert escalate(desk, number)["decision"] == "accept"
    assert case(desk, number)["state"] == "open"


def test_a_merged_ticket_escalates_the_one_it_was_merged_into(desk: Desk) -> None:
    first, second = open_case(desk), open_case(desk)
    change(desk, first, state="merged", merged_into=2)
    document = escalate(desk, first)
    assert (document["decision"], document["ticket"]) == ("accept", second)
    assert first in sent(document, "escalation_ack")["text"]


def test_a_running_escalation_takes_the_mail_up(desk: Desk) -> None:
    number = open_case(desk)
    first = escalate(desk, number)["escalation"]
    document = escalate(desk, number, "Still nothing.", sender=PAUL)
    assert (document["decision"], document["escalation"]) == ("update", first)
    assert templates_of(document) == ["escalation_already_running", "escalation_updated_internal"]
    assert len(running(desk, number)) == 1


def test_a_lapsed_contract_is_said_and_the_account_team_told(desk: Desk) -> None:
    number = open_case(desk, ELMO)
    document = escalate(desk, number, sender=ELMO)
    assert (document["decision"], document["ticket"]) == ("no_contract", number)
    assert templates_of(document) == ["account_contract_lapsed", "escalation_rejected_no_contract"]
    assert case(desk, number)["state"] == "new"


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Reason: slow", ["business_impact"]),
        ("Business impact: nobody can print invoices", ["reason"]),
        ("Please!", ["reason", "business_impact"]),
        ("Reason: slow\nBusiness impact: -", ["business_impact"]),
        ("Reason: n/a\nBusiness impact: nobody can print invoices", ["reason"]),
        ("Reason: slow\nBusiness impact: bad", ["business_impact"]),
        ("Reason:\nBusiness impact:\n", ["reason", "business_impact"]),
    ],
)
def test_what_is_missing_is_named_exactly(desk: Desk, text: str, missing: list[str]) -> None:
    number = open_case(desk)
    document = escalate(desk, number, text)
    assert (document["decision"], document["missing"]) == ("incomplete", missing)
    answer = sent(document, "escalation_rejected_incomplete")["text"].lower()
    assert [name for name in ("reason", "business_impact") if f"\n- {name.replace('_', ' ')}:" in answer] == missing
    assert not running(desk)


def test_an_incomplete_request_stays_as_a_note_and_the_engineers_are_told(desk: Desk) -> None:
    number = open_case(desk)
    document = escalate(desk, number, "Reason: too slow")
    assert sent(document, "agent_escalation_rejected")["envelope_to"] == [NADIA]
    assert any("too slow" in text for text in notes(desk, number, "public"))


def test_too_early_says_from_when(desk: Desk) -> None:
    number = open_case(desk)
    document = escalate(desk, number, "Reason: slow\nBusiness impact: it could be faster", at=EARLY)
    assert (document["decision"], document["escalation"]) == ("too_early", None)
    answer = sent(document, "escalation_not_yet")
    assert "Monday 2 March 2026, 17:00 CET (16:00 UTC)" in answer["text"]
    assert "agent_escalation_rejected" in templates_of(document)


@pytest.mark.parametrize("impact", ["production is down for everybody", "we are losing revenue each hour"])
def test_early_is_possible_when_production_or_the_business_is_at_risk(desk: Desk, impact: str) -> None:
    number = open_case(desk)
    document = escalate(desk, number, f"Reason: down\nBusiness impact: {impact}", at=EARLY)
    assert document["decision"] == "accept"
    assert escalation_of(desk, document)["early"] is True


def test_an_answer_that_names_production_makes_an_early_escalation_possible(desk: Desk) -> None:
    number = open_case(desk)
    rejected = escalate(desk, number, "Reason: slow\nBusiness impact: it could be faster", at=EARLY)
    text = "Environment: production\nBusiness impact: now nobody can print at all"
    document = reply(desk, sent(rejected, "escalation_not_yet"), INES, text, at="2026-03-02T11:00:00+01:00")
    assert document["decision"] == "accept"
    assert escalation_of(desk, document)["reason"] == "slow"


def test_an_unproven_customer_cannot_escalate(desk: Desk) -> None:
    number = open_case(desk)
    document = escalate(desk, number, proof="")
    assert (document["decision"], [one.cause for one in waiting(desk)]) == ("quarantine", ["unproven_escalation"])
    assert templates_of(document, "customer") == []
    assert not running(desk)


def test_through_the_ticket_a_summary_is_enough_and_no_reason_is_asked(desk: Desk) -> None:
    number = open_case(desk)
    text = "Summary: prints nothing\nBusiness impact: forty people cannot work"
    document = write(desk, INES, text, to=reply_address(desk, number), cc=ESCALATION)
    assert document["decision"] == "accept"
    escalation = escalation_of(desk, document)
    assert (escalation["channel"], escalation["reason"]) == ("ticket", "prints nothing")


def test_through_the_ticket_an_impact_known_before_counts(desk: Desk) -> None:
    number = open_case(desk, text="Business impact: forty people cannot work\n\nSince nine.")
    document = write(desk, INES, "Nothing happens.", to=reply_address(desk, number), cc=ESCALATION)
    assert document["decision"] == "accept"
    assert escalation_of(desk, document)["business_impact"] == "forty people cannot work"


def test_the_account_team_escalates_on_behalf_of_the_customer_at_any_time(desk: Desk) -> None:
    number = open_case(desk)
    document = escalate(desk, number, "Impact: forty users", sender=CORA, cc="", at="2026-03-02T09:30:00+01:00")
    assert document["decision"] == "accept"
    escalation = escalation_of(desk, document)
    assert (escalation["channel"], escalation["requested_by"], escalation["on_behalf_of"]) == ("csm", CORA, INES)
    assert escalation["early"] is False
    assert sent(document, "escalation_opened_on_your_behalf")["envelope_to"] == [INES, CORA]
    assert sent(document, "escalation_ack")["envelope_to"] == [CORA]


def test_r14_an_engineer_escalates_by_ourselves(desk: Desk) -> None:
    number = open_case(desk)
    document = escalate(desk, number, "Impact: forty users", sender=NADIA, cc="")
    assert escalation_of(desk, document)["channel"] == "internal"
    assert "escalation_opened_by_us" in templates_of(document, "customer")


def test_the_account_team_is_told_in_our_own_words_that_a_ticket_is_missing(desk: Desk) -> None:
    document = escalate(desk, None, "Acorn is unhappy", sender=CORA)
    assert (document["decision"], templates_of(document)) == ("no_ticket", ["csm_escalation_needs_ticket"])
    assert document["outgoing"][0]["audience"] == "vendor"


def test_a_hidden_copy_to_the_escalation_address_is_not_given_away(desk: Desk) -> None:
    number = open_case(desk)
    visible = reply_address(desk, number)
    document = write(
        desk, INES, "Summary: slow\n" + ESCALATION_FIELDS, to=visible, cc=PAUL, recipients=[visible, ESCALATION]
    )
    assert document["decision"] == "accept"
    assert sent(document, "escalation_ack")["envelope_to"] == [INES]
    assert [note["via"] for note in case(desk, number)["notes"]] == [None, "bcc"]


def test_a_manager_must_act_sooner_on_a_critical_ticket(desk: Desk) -> None:
    number = open_case(desk, text="Impact: high\nUrgency: high\n")
    assert escalation_of(desk, escalate(desk, number))["manager_due"] == "2026-03-03T10:00:00Z"


def test_the_other_copy_of_the_same_mail_escalates_without_a_second_note(desk: Desk) -> None:
    number = open_case(desk)
    parts: dict[str, Any] = {"subject": f"[{number}]", "to": "support@vendor.example", "cc": ESCALATION}
    parts |= {"headers": {"Message-ID": "<both@acorn.example>"}}
    first = write(desk, INES, ESCALATION_FIELDS, recipients=["support@vendor.example"], **parts)
    second = write(desk, INES, ESCALATION_FIELDS, recipients=[ESCALATION], **parts)
    assert [first["decision"], second["decision"]] == ["note", "accept"]
    assert len(notes(desk, number, "public")) == 2  # the first mail, and this one


def test_with_the_strict_setting_the_customer_success_manager_must_be_in_copy(desk: Desk, tmp_path: Path) -> None:
    folder = copytree(shipped("rules"), tmp_path / "rules")
    policy = folder / "policies/escalation_fields.toml"
    policy.write_text(policy.read_text().replace('csm_cc_missing = "add"', 'csm_cc_missing = "reject"'))
    strict = replace(desk, rules=RuleBook.load(folder))
    number = open_case(strict)
    assert escalate(strict, number, cc="")["missing"] == ["csm_cc"]
    assert escalate(strict, number, cc=CORA)["decision"] == "accept"


def test_nothing_leaves_for_customers_but_what_answers_them(desk: Desk) -> None:
    number = open_case(desk)
    escalate(desk, number)
    assert {one.template for one in outside(desk)} == {"ack_new_ticket", "escalation_ack"}
    assert {one.state for one in queue(desk)} == {"queued"}


@pytest.mark.parametrize("line", ["Environment: Production", "Umgebung: Production"])
def test_the_environment_in_the_form_is_shown_to_the_manager_and_kept_with_the_case(desk: Desk, line: str) -> None:
    number = open_case(desk)
    document = escalate(desk, number, f"{line}\n{ESCALATION_FIELDS}")
    assert "\nEnvironment: production\n" in sent(document, "escalation_new_manager")["text"]
    assert case(desk, number)["environment"] == "production"


def test_the_environment_of_an_update_is_kept_where_the_case_has_none(desk: Desk) -> None:
    number = open_case(desk)
    escalate(desk, number)
    assert escalate(desk, number, f"Environment: test\n{ESCALATION_FIELDS}")["decision"] == "update"
    assert case(desk, number)["environment"] == "test"


@pytest.mark.parametrize("line", ["Environment: test", "Environment: -"])
def test_the_environment_that_a_case_has_stays(desk: Desk, line: str) -> None:
    number = open_case(desk, text="Environment: production\nSince nine o'clock.")
    escalate(desk, number, f"{line}\n{ESCALATION_FIELDS}")
    assert case(desk, number)["environment"] == "production"
