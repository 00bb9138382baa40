"""The customer completes a rejected escalation by answering our rejection."""

import pytest

from gateway.desk.desk import Desk
from tests.support.desk import (
    ESCALATION_FIELDS,
    Document,
    escalate,
    escalation_of,
    notes,
    open_case,
    reply,
    reply_address,
    running,
    sent,
    write,
)
from tests.support.people import ESCALATION, INES, PAUL, ROSA
from tests.support.query_plans import Plans

EARLY = "2026-03-02T10:30:00+01:00"  # before the response target of a ticket of Monday morning


@pytest.fixture
def rejected(desk: Desk) -> Document:
    """Our answer to an escalation that lacks the business impact."""
    return sent(escalate(desk, open_case(desk), "Reason: too slow"), "escalation_rejected_incomplete")


def test_a_labeled_answer_completes_it(desk: Desk, rejected: Document) -> None:
    document = reply(desk, rejected, INES, "Business impact: payroll cannot run this week")
    assert document["decision"] == "accept"
    escalation = escalation_of(desk, document)
    assert (escalation["reason"], escalation["channel"]) == ("too slow", "email")
    assert escalation["business_impact"] == "payroll cannot run this week"


def test_an_answer_without_a_label_completes_it_when_one_thing_was_asked(desk: Desk, rejected: Document) -> None:
    document = reply(desk, rejected, INES, "Payroll cannot run this week.", quote=True)
    assert document["decision"] == "accept"
    assert escalation_of(desk, document)["business_impact"] == "Payroll cannot run this week."


def test_an_answer_filled_into_the_quoted_form_completes_it(desk: Desk, rejected: Document) -> None:
    form = {**rejected, "text": rejected["text"].replace("Business impact:", "Business impact: payroll cannot run")}
    document = reply(desk, form, INES, "", quote=True)
    assert document["decision"] == "accept"
    assert escalation_of(desk, document)["business_impact"] == "payroll cannot run"


def test_a_german_form_is_filled_in(desk: Desk) -> None:
    text = "Grund: Wir warten seit gestern auf eine Antwort und nichts ist geschehen."
    rejected = sent(escalate(desk, open_case(desk), text), "escalation_rejected_incomplete")
    label = "Geschäftliche Auswirkung:"
    filled = rejected["text"].replace(f"\n{label}", f"\n{label} vierzig Leute stehen still")
    assert filled != rejected["text"]
    document = reply(desk, {**rejected, "text": filled}, INES, "", quote=True)
    assert document["decision"] == "accept"
    assert escalation_of(desk, document)["business_impact"] == "vierzig Leute stehen still"


@pytest.mark.parametrize("answered", [True, False])
def test_a_form_quoted_in_html_counts_only_when_it_is_filled_in(desk: Desk, rejected: Document, answered: bool) -> None:
    text = rejected["text"].replace("\nBusiness impact:", "\nBusiness impact: payroll cannot run" * answered)
    lines = "".join(f"<div>{line or '<br>'}</div>" for line in text.splitlines())
    html = f"<div>Please see below</div><blockquote type='cite'>{lines}</blockquote>"
    document = reply(desk, rejected, INES, "", html=html)
    if answered:
        assert escalation_of(desk, document)["business_impact"] == "payroll cannot run"
    else:
        assert (document["decision"], document["missing"]) == ("incomplete", ["business_impact"])


def test_an_answer_below_the_quoted_label_completes_it(desk: Desk, rejected: Document) -> None:
    form = {**rejected, "text": rejected["text"].replace("Business impact:", "Business impact:\n\npayroll cannot run")}
    assert reply(desk, form, INES, "See below.", quote=True)["decision"] == "accept"


def test_our_own_words_in_the_quote_are_no_answer(desk: Desk) -> None:
    rejected = sent(escalate(desk, open_case(desk), "Please!"), "escalation_rejected_incomplete")
    document = reply(desk, rejected, INES, "I do not understand.", quote=True)
    assert (document["decision"], document["missing"]) == ("incomplete", ["reason", "business_impact"])


def test_an_answer_may_come_to_the_escalation_address_without_the_number(desk: Desk, rejected: Document) -> None:
    document = reply(
        desk, rejected, INES, "Business impact: payroll cannot run", to=ESCALATION, subject="Re: Escalating"
    )
    assert document["decision"] == "accept"


def test_a_colleague_may_complete_it(desk: Desk, rejected: Document) -> None:
    assert reply(desk, rejected, PAUL, "Business impact: payroll cannot run")["decision"] == "accept"


def test_a_stranger_may_not_complete_it(desk: Desk, rejected: Document) -> None:
    assert reply(desk, rejected, ROSA, "Business impact: payroll cannot run")["decision"] == "quarantine"
    assert not running(desk)


def test_an_unproven_answer_completes_nothing(desk: Desk, rejected: Document) -> None:
    assert reply(desk, rejected, INES, "Business impact: payroll cannot run", proof="")["decision"] == "quarantine"


def test_two_answers_each_with_a_part_complete_it(desk: Desk) -> None:
    first = sent(escalate(desk, open_case(desk), "Please!"), "escalation_rejected_incomplete")
    halfway = reply(desk, first, INES, "Reason: slow")
    assert halfway["missing"] == ["business_impact"]
    again = sent(halfway, "escalation_rejected_incomplete")
    assert reply(desk, again, INES, "Business impact: payroll cannot run")["decision"] == "accept"


def test_new_words_win_over_the_draft(desk: Desk, rejected: Document) -> None:
    document = reply(desk, rejected, INES, "Reason: it is down now\nBusiness impact: payroll cannot run")
    assert escalation_of(desk, document)["reason"] == "it is down now"


def test_a_draft_says_nothing_about_another_ticket(desk: Desk, rejected: Document) -> None:
    other = open_case(desk, subject="Printer is loud")
    document = reply(
        desk, rejected, INES, "Business impact: payroll cannot run", to=ESCALATION, cc=reply_address(desk, other)
    )
    assert (document["ticket"], document["missing"]) == (other, ["problem_summary"])


def test_after_two_weeks_everything_is_asked_again(desk: Desk, rejected: Document) -> None:
    document = reply(desk, rejected, INES, "Business impact: payroll cannot run", at="2026-03-20T10:00:00+01:00")
    assert (document["decision"], document["missing"]) == ("incomplete", ["reason"])


def test_once_completed_a_further_answer_is_an_ordinary_note(desk: Desk, rejected: Document) -> None:
    reply(desk, rejected, INES, "Business impact: payroll cannot run this week")
    assert reply(desk, rejected, INES, "Thank you all.")["decision"] == "note"


def test_a_rejection_without_a_ticket_is_completed_with_its_number(desk: Desk) -> None:
    number = open_case(desk)
    rejected = sent(escalate(desk, None, "We are unhappy!"), "escalation_rejected_no_ticket")
    document = reply(desk, rejected, INES, f"Ticket number: {number}\n{ESCALATION_FIELDS}", quote=True)
    assert (document["decision"], document["ticket"]) == ("accept", number)


def test_an_unknown_number_is_corrected_by_an_answer(desk: Desk) -> None:
    number = open_case(desk)
    rejected = sent(escalate(desk, "T-654321"), "escalation_rejected_unknown_ticket")
    document = reply(desk, rejected, INES, f"Ticket number: {number}\n{ESCALATION_FIELDS}", quote=True)
    assert (document["decision"], document["ticket"]) == ("accept", number)


@pytest.mark.parametrize(
    "thanks",
    ["Thanks a lot for your help", "Vielen Dank für die schnelle Antwort, Nadia!", "Merci beaucoup pour votre réponse"],
)
def test_words_of_thanks_complete_nothing_and_are_kept_as_a_note(desk: Desk, rejected: Document, thanks: str) -> None:
    document = reply(desk, rejected, INES, thanks, quote=True)
    assert (document["decision"], document["escalation"]) == ("note", None)
    assert [one["template"] for one in document["outgoing"]] == ["agent_reply_arrived"]
    assert notes(desk, "T-001001")[-1] == thanks
    assert reply(desk, rejected, INES, "Payroll cannot run this week.")["decision"] == "accept"


def test_thanks_above_a_form_that_is_filled_in_complete_it(desk: Desk, rejected: Document) -> None:
    form = {**rejected, "text": rejected["text"].replace("Business impact:", "Business impact: payroll cannot run")}
    assert reply(desk, form, INES, "Thank you for your help!", quote=True)["decision"] == "accept"


@pytest.fixture
def asked_twice(desk: Desk) -> tuple[Document, Document]:
    """Two rejections: the first asks for reason and impact, the second only for the reason."""
    first = sent(escalate(desk, open_case(desk), "Please!"), "escalation_rejected_incomplete")
    document = reply(desk, first, INES, "Business impact: payroll cannot run this week")
    return first, sent(document, "escalation_rejected_incomplete")


@pytest.mark.parametrize("answered", [0, 1])
def test_what_is_still_missing_may_answer_either_rejection(
    desk: Desk, asked_twice: tuple[Document, Document], answered: int
) -> None:
    plans = Plans(desk.store)
    document = reply(desk, asked_twice[answered], INES, "Reason: nobody has written back since Friday")
    assert (document["decision"], plans.scans()) == ("accept", [])
    escalation = escalation_of(desk, document)
    assert escalation["reason"] == "nobody has written back since Friday"
    assert escalation["business_impact"] == "payroll cannot run this week"


def test_the_first_rejection_asks_for_nothing_once_the_second_was_answered(
    desk: Desk, asked_twice: tuple[Document, Document]
) -> None:
    first, second = asked_twice
    reply(desk, second, INES, "Reason: nobody has written back since Friday")
    assert reply(desk, first, INES, "Reason: still the same one")["decision"] == "note"


def test_what_a_customer_told_us_of_another_ticket_is_not_taken_for_an_answer(desk: Desk) -> None:
    first = sent(escalate(desk, open_case(desk), "Please!"), "escalation_rejected_incomplete")
    reply(desk, first, INES, "Business impact: payroll cannot run this week")
    other = sent(escalate(desk, open_case(desk), "Please!"), "escalation_rejected_incomplete")
    document = reply(desk, other, INES, "Reason: nobody has written back since Friday")
    assert (document["decision"], document["missing"]) == ("incomplete", ["business_impact"])


@pytest.mark.parametrize(
    "said",
    [
        "Umgebung: Produktion\nGeschäftliche Auswirkung: Versand steht",
        "Business impact: Warehouse idle",
        "Impact commercial : Caisse arrêtée",
    ],
)
def test_two_words_under_the_label_are_an_impact(desk: Desk, rejected: Document, said: str) -> None:
    assert reply(desk, rejected, INES, said)["decision"] == "accept"


@pytest.mark.parametrize(
    "said",
    ["Business impact: n/a -", "Geschäftliche Auswirkung: keine", "Business impact: none none", "Warehouse matters"],
)
def test_two_words_that_say_nothing_are_none(desk: Desk, rejected: Document, said: str) -> None:
    assert reply(desk, rejected, INES, said)["decision"] == "incomplete"


def test_an_impact_told_in_the_answer_counts_where_the_first_mail_only_seemed_to_tell_one(desk: Desk) -> None:
    number = open_case(desk)
    angry = write(desk, INES, "ENOUGH!!! Since yesterday no answer!!!", subject="ENOUGH", to=ESCALATION)
    asked = sent(angry, "escalation_rejected_no_ticket")
    document = reply(desk, asked, INES, f"{number}. Production is down since 7 am, 60 people cannot work.")
    impact = escalation_of(desk, document)["business_impact"]
    assert "60 people cannot work" in impact
    assert escalation_of(desk, document)["production_impact"] is True
