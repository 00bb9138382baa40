"""A furious customer writes to the escalation address without a number, and needs one answer to be heard."""

import pytest

from gateway.desk.desk import Desk
from tests.support.desk import (
    Document,
    case,
    change,
    escalate,
    escalation_of,
    numbers,
    open_case,
    outside,
    queue,
    reply,
    running,
    sent,
    templates_of,
    write,
)
from tests.support.people import ALAN, CORA, ESCALATION, INES, PAUL, ROSA, TINA

FURY = {
    "english": "This is a JOKE. Production is down since Monday and 40 people sit here doing nothing!!!\nCall me NOW.",
    "english in capitals": "NOTHING WORKS SINCE 6 AM. 25 USERS CANNOT LOG IN. WHY DOES NOBODY PICK UP???",
    "english with errors": "we cant wrok since yestrday, 40 pepole are waitng and nobdy from you cares",
    "german": "Es reicht! Seit gestern steht das Lager still, 60 Mitarbeiter drehen Däumchen und keiner meldet sich.",
    "german on a phone": "seit heute früh geht gar nichts mehr, unsere 12 Filialen stehen. Das ist eine Frechheit!\n\n"
    "Von meinem iPhone gesendet",
    "french": "C'est inadmissible ! Depuis lundi 30 personnes ne peuvent plus travailler et personne ne répond.",
    "spanish": "Esto es inaceptable. Desde el lunes 50 usuarios no pueden trabajar y nadie nos contesta.",
    "dutch": "Dit is schandalig. Sinds maandag ligt alles plat, 35 man kunnen niets doen en niemand belt terug!",
}


def furious(desk: Desk, text: str, **parts: str) -> Document:
    """A mail to the escalation address, the success manager in copy, without a number."""
    return write(desk, INES, text, **{"to": ESCALATION, "cc": CORA, "subject": "!!!", **parts})


@pytest.fixture
def cases(desk: Desk) -> list[str]:
    """Three open tickets of Ines, none of which the furious mails fit."""
    return [open_case(desk, subject=subject) for subject in ("Till is slow", "Printer is loud", "Labels are blank")]


@pytest.mark.parametrize("text", FURY.values(), ids=FURY)
def test_a_rejection_lists_the_open_tickets_and_the_number_alone_is_enough(
    desk: Desk, cases: list[str], text: str
) -> None:
    document = furious(desk, text)
    assert (document["decision"], document["missing"]) == ("no_ticket", ["ticket"])
    rejection = sent(document, "escalation_rejected_no_ticket")
    assert rejection["envelope_to"] == [INES]
    assert all(number in rejection["text"] for number in cases)
    answered = reply(desk, rejection, INES, cases[1], quote=True)
    assert (answered["decision"], answered["ticket"]) == ("accept", cases[1])
    escalation = escalation_of(desk, answered)
    assert text.split()[3] in escalation["reason"]
    assert len(escalation["business_impact"].split()) >= 3


ANSWERS = {
    "a number alone": "T-001002",
    "its digits alone": "001002",
    "its digits and more": "1002!!! now do something",
    "in lower case without dash": "t001002",
    "in a sentence": "The second one, T-001002, production is down for 40 people",
    "in capitals": "T-001002!!! PRODUCTION IS DOWN FOR 40 PEOPLE AND NOBODY HELPS US",
    "with a label": "Ticket number: T-001002\nReason: nobody answers\nBusiness impact: 40 people cannot work",
    "from a phone": "T-001002, 40 people cannot work since this morning!\n\nSent from my iPhone",
    "a line of our list": "T-001002: Printer is loud",
    "in German": "Es geht um T-001002, seit Montag können 40 Leute nicht arbeiten",
    "in French": "C'est le T-001002, 40 personnes ne peuvent plus travailler depuis lundi",
    "in Spanish": "Es el T-001002, desde el lunes 40 personas no pueden trabajar",
    "in Dutch": "Het gaat om T-001002, sinds maandag kunnen 40 mensen niet werken",
}


@pytest.mark.parametrize("quote", [True, False])
@pytest.mark.parametrize("text", ANSWERS.values(), ids=ANSWERS)
def test_one_answer_opens_the_escalation_however_it_is_written(
    desk: Desk, cases: list[str], text: str, quote: bool
) -> None:
    rejection = sent(furious(desk, FURY["english"]), "escalation_rejected_no_ticket")
    answered = reply(desk, rejection, INES, text, quote=quote)
    assert (answered["decision"], answered["ticket"]) == ("accept", cases[1])


def test_an_answer_may_bring_what_the_first_mail_did_not_say(desk: Desk, cases: list[str]) -> None:
    rejection = sent(furious(desk, "We are fed up!"), "escalation_rejected_no_ticket")
    assert "\nReason:\nBusiness impact:\n" in rejection["text"]
    text = f"the second one ({cases[1]}), production is down for 40 people"
    answered = reply(desk, rejection, INES, text, quote=True)
    assert (answered["decision"], answered["ticket"]) == ("accept", cases[1])


def test_a_subject_that_says_everything_is_read_where_the_text_says_nothing(desk: Desk, cases: list[str]) -> None:
    subject = "PRODUCTION DOWN SINCE MONDAY - 40 PEOPLE CANNOT WORK"
    rejection = sent(furious(desk, "see subject", subject=subject), "escalation_rejected_no_ticket")
    answered = reply(desk, rejection, INES, cases[0], quote=True)
    assert answered["decision"] == "accept"
    assert "40 PEOPLE" in escalation_of(desk, answered)["business_impact"]


def test_the_only_open_ticket_is_offered_and_yes_is_enough(desk: Desk) -> None:
    number = open_case(desk)
    rejection = sent(furious(desk, FURY["english"]), "escalation_rejected_no_ticket")
    assert number in rejection["headers"]["Subject"]
    assert "Ticket number:" not in rejection["text"]
    answered = reply(desk, rejection, INES, "Yes!!", quote=True)
    assert (answered["decision"], answered["ticket"]) == ("accept", number)


@pytest.mark.parametrize("quote", [True, False])
def test_the_offered_ticket_needs_only_the_missing_fields(desk: Desk, quote: bool) -> None:
    number = open_case(desk)
    rejection = sent(furious(desk, "You have been ignoring us completely!"), "escalation_rejected_no_ticket")
    assert "Reason:" not in rejection["text"].partition("More about")[0]
    answered = reply(desk, rejection, INES, "Business impact: payroll cannot run", quote=quote)
    assert (answered["decision"], answered["ticket"]) == ("accept", number)


def test_the_one_ticket_that_the_mail_speaks_of_is_offered_first(desk: Desk, cases: list[str]) -> None:
    rejection = sent(furious(desk, f"The labels again! {FURY['english']}"), "escalation_rejected_no_ticket")
    assert cases[2] in rejection["headers"]["Subject"]
    assert all(number in rejection["text"] for number in cases)
    assert reply(desk, rejection, INES, "Yes, that one.", quote=True)["ticket"] == cases[2]


def test_another_number_wins_over_the_offered_ticket(desk: Desk, cases: list[str]) -> None:
    rejection = sent(furious(desk, f"The labels again! {FURY['english']}"), "escalation_rejected_no_ticket")
    answered = reply(desk, rejection, INES, f"No, {cases[0]}", quote=True)
    assert (answered["decision"], answered["ticket"]) == ("accept", cases[0])


def test_no_is_no_consent_to_the_offered_ticket(desk: Desk) -> None:
    open_case(desk)
    rejection = sent(furious(desk, FURY["english"]), "escalation_rejected_no_ticket")
    reply(desk, rejection, INES, "No, it is a new problem, the stock figures are wrong.", quote=True)
    assert not running(desk)


def test_a_count_of_people_is_no_number_of_a_ticket(desk: Desk) -> None:
    number = open_case(desk)
    rejection = sent(furious(desk, "We are fed up!"), "escalation_rejected_no_ticket")
    answered = reply(desk, rejection, INES, "5000 people cannot work and nobody answers", quote=True)
    assert (answered["decision"], answered["ticket"]) == ("accept", number)


def test_a_mistyped_number_is_put_right_by_the_offer(desk: Desk) -> None:
    number = open_case(desk)
    rejection = sent(escalate(desk, "T-777777"), "escalation_rejected_unknown_ticket")
    assert number in rejection["text"]
    answered = reply(desk, rejection, INES, "Yes, sorry.", quote=True)
    assert (answered["decision"], answered["ticket"]) == ("accept", number)


def test_of_two_numbers_one_alone_is_enough(desk: Desk, cases: list[str]) -> None:
    text = "Reason: no answer for days\nBusiness impact: forty people cannot print\n"
    ambiguous = escalate(desk, None, text, subject=f"{cases[0]} and {cases[1]}")
    rejection = sent(ambiguous, "escalation_rejected_ambiguous")
    answered = reply(desk, rejection, INES, cases[0], quote=True)
    assert (answered["decision"], answered["ticket"]) == ("accept", cases[0])


def test_at_most_five_tickets_are_listed_and_none_that_is_over(desk: Desk) -> None:
    opened = [open_case(desk, subject=f"Case {letter} of many") for letter in "abcdefgh"]
    change(desk, opened[-1], state="closed")
    text = sent(furious(desk, "We are fed up!"), "escalation_rejected_no_ticket")["text"]
    assert sum(number in text for number in opened) == 5
    assert opened[-1] not in text


def test_an_urgent_ticket_is_listed_before_a_newer_one(desk: Desk, cases: list[str]) -> None:
    change(desk, cases[0], priority="critical")
    text = sent(furious(desk, "We are fed up!"), "escalation_rejected_no_ticket")["text"]
    assert text.index(cases[0]) < text.index(cases[2]) < text.index(cases[1])


def test_tickets_of_other_people_are_listed_only_to_those_with_rights_on_the_app(desk: Desk) -> None:
    theirs = open_case(desk, PAUL, subject="Till shows wrong prices")
    other = open_case(desk, PAUL, subject="Door does not close")
    change(desk, theirs, app="till")
    text = sent(furious(desk, "We are fed up!"), "escalation_rejected_no_ticket")["text"]
    assert theirs in text
    assert other not in text


@pytest.mark.parametrize("number", [None, "T-777777"])
def test_nothing_of_another_organization_is_listed(desk: Desk, number: str | None) -> None:
    foreign = open_case(desk, ROSA, subject="Depot is empty")
    change(desk, foreign, app="till")  # even where somebody put it under the wrong app
    for document in (escalate(desk, number), escalate(desk, foreign, at="2026-03-03T12:00:00+01:00")):
        [ours] = [one for one in document["outgoing"] if one["audience"] == "customer"]
        assert "Depot" not in ours["text"]


def test_a_number_of_somebody_else_gets_the_words_of_one_that_nobody_has(desk: Desk, cases: list[str]) -> None:
    foreign = open_case(desk, ROSA, subject="Depot is empty")
    unknown = sent(escalate(desk, "T-777777"), "escalation_rejected_unknown_ticket")["text"]
    later = escalate(desk, foreign, at="2026-03-03T12:00:00+01:00")
    assert sent(later, "escalation_rejected_unknown_ticket")["text"] == unknown.replace("T-777777", foreign)


@pytest.mark.parametrize("sender", [PAUL, TINA])
def test_who_has_no_ticket_gets_no_list(desk: Desk, cases: list[str], sender: str) -> None:
    document = write(desk, sender, FURY["english"], to=ESCALATION)
    text = sent(document, "escalation_rejected_no_ticket")["text"]
    assert not [number for number in cases if number in text]


def test_a_colleague_who_is_not_listed_gets_no_list_of_their_tickets(desk: Desk) -> None:
    number = open_case(desk, PAUL)
    text = sent(write(desk, PAUL, FURY["english"], to=ESCALATION), "escalation_rejected_no_ticket")["text"]
    assert number not in text


def test_an_unproven_answer_opens_nothing_and_learns_nothing(desk: Desk, cases: list[str]) -> None:
    assert templates_of(furious(desk, FURY["english"], proof=""), "customer") == []
    rejection = sent(furious(desk, FURY["english"]), "escalation_rejected_no_ticket")
    assert reply(desk, rejection, INES, cases[0], proof="")["decision"] == "quarantine"
    assert reply(desk, rejection, ROSA, cases[0])["decision"] != "accept"


@pytest.mark.parametrize("text", ["We are fed up!", FURY["english"]])
def test_what_to_do_fits_the_screen_of_a_phone(desk: Desk, cases: list[str], text: str) -> None:
    before, details, _ = sent(furious(desk, text), "escalation_rejected_no_ticket")["text"].partition("More about")
    assert details
    lines = sum(1 + len(line) // 45 for line in before.splitlines())
    assert lines <= 24
    assert before.splitlines()[2].startswith("We are sorry")


def test_the_second_rejection_of_a_day_reaches_the_success_manager_alone(desk: Desk, cases: list[str]) -> None:
    first = escalate(desk, cases[0], "Please!")
    assert templates_of(first, "vendor") == ["agent_escalation_rejected"]
    second = escalate(desk, None, "Still nobody!", at="2026-03-03T15:00:00+01:00")
    told = sent(second, "escalation_rejected_again")
    assert (told["envelope_to"], told["audience"]) == ([CORA], "vendor")
    assert "Ines Vogel" in told["headers"]["Subject"]
    assert "Still nobody!" in told["text"]
    assert sent(second, "escalation_rejected_no_ticket")["envelope_to"] == [INES]
    third = escalate(desk, "T-777777", at="2026-03-03T17:00:00+01:00")
    assert templates_of(third, "vendor") == []


def test_a_rejection_two_days_later_is_a_first_one(desk: Desk) -> None:
    furious(desk, "We are fed up!")
    later = write(desk, INES, "Still nobody!", "2026-03-05T15:00:00+01:00", to=ESCALATION)
    assert templates_of(later) == ["escalation_rejected_no_ticket"]


def test_the_success_manager_is_not_told_of_people_whom_nobody_listed(desk: Desk) -> None:
    for hour in (10, 14):
        document = write(desk, PAUL, "We are fed up!", f"2026-03-03T{hour}:00:00+01:00", to=ESCALATION)
        assert templates_of(document, "vendor") == []


def test_no_ticket_is_opened_by_any_of_it(desk: Desk, cases: list[str]) -> None:
    rejection = sent(furious(desk, FURY["german"]), "escalation_rejected_no_ticket")
    reply(desk, rejection, INES, cases[2], quote=True)
    assert numbers(desk) == cases
    assert {one.audience for one in queue(desk) if ALAN in [to.address for to in one.recipients]} <= {"vendor"}
    assert outside(desk)[-1].template == "escalation_ack"


def test_a_yes_takes_the_words_of_the_first_mail_along(desk: Desk) -> None:
    number = open_case(desk)
    rejection = sent(furious(desk, FURY["german"]), "escalation_rejected_no_ticket")
    answered = reply(desk, rejection, INES, "Ja", quote=True)
    note = case(desk, number)["notes"][-1]["text"]
    assert note.startswith("Ja")
    assert note.count("60 Mitarbeiter") == 1
    assert "keiner meldet sich" in note
    assert "keiner meldet sich" in sent(answered, "escalation_new_manager")["text"]


def test_a_yes_that_would_be_too_early_is_not_promised_an_escalation(desk: Desk) -> None:
    open_case(desk, at="2026-03-03T09:00:00+01:00")
    text = "I am waiting for an answer since this morning.\n\nBusiness impact: it is a nuisance for us"
    early = sent(furious(desk, text, at="2026-03-03T09:30:00+01:00"), "escalation_rejected_no_ticket")
    assert "and we escalate it" not in early["text"]
    assert "response time runs until" in early["text"]
    answered = reply(desk, early, INES, "yes", at="2026-03-03T09:40:00+01:00")
    assert answered["decision"] == "too_early"


def test_a_yes_to_a_ticket_whose_response_is_overdue_is_promised_an_escalation(desk: Desk) -> None:
    open_case(desk)
    text = "I am waiting for an answer since yesterday.\n\nBusiness impact: it is a nuisance for us"
    late = sent(furious(desk, text), "escalation_rejected_no_ticket")
    assert 'with "yes", and we escalate it.' in late["text"]
    assert "response time runs until" not in late["text"]
