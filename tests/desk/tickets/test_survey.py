"""What a customer thinks of a ticket that is over."""

from dataclasses import replace

import pytest

from gateway.desk.desk import Desk
from gateway.domain.tickets.survey import read_score
from gateway.domain.tickets.ticket import ticket_id
from tests.support.desk import (
    case,
    desk,
    moment,
    notes,
    open_case,
    reply,
    reply_address,
    sent,
    templates_of,
    write,
)
from tests.support.people import INES, NADIA, OTTO

__all__ = ["desk"]


def asking(desk: Desk, ask: bool = True) -> Desk:
    data, rules = desk.rules.data, desk.rules
    lifecycle = replace(data.lifecycle, survey=replace(data.lifecycle.survey, ask=ask))
    return replace(desk, rules=replace(rules, data=replace(data, lifecycle=lifecycle)))


def test_a_score_is_kept_thanked_for_once_and_shown_to_the_manager(desk: Desk) -> None:
    desk = asking(desk)
    number = open_case(desk)
    closing = write(desk, NADIA, "#status closed", to=reply_address(desk, number))
    asked = sent(closing, "ticket_closed")
    assert "2 too slow" in asked["text"]
    scored = reply(desk, asked, INES, "Hello,\n\n2 too slow\n\nInes Vogel\n+31 30 555 0177", quote=True)
    assert (scored["decision"], scored["ticket"], case(desk, number)["state"]) == ("note", number, "closed")
    assert templates_of(scored) == ["agent_reply_arrived", "survey_low", "survey_thanks"]
    assert sent(scored, "survey_low")["envelope_to"] == [OTTO]
    assert "Score: 2 of 5" in sent(scored, "survey_low")["text"]
    assert any("2 too slow" in one for one in notes(desk, number, "public"))
    with desk.store.read() as work:
        [kept] = work.surveys.between(moment("2026-01-01"), moment("2027-01-01"))
    assert (kept.ticket_id, kept.author, kept.score, kept.words) == (ticket_id(number), INES, 2, "too slow")
    later = reply(desk, asked, INES, "5")
    assert (later["decision"], "survey_thanks" in templates_of(later)) == ("follow_up", False)


@pytest.mark.parametrize("why", ["not asked", "not proven", "another letter"])
def test_a_number_is_no_score_elsewhere(desk: Desk, why: str) -> None:
    desk = asking(desk, ask=why != "not asked")
    number = open_case(desk)
    answer = sent(write(desk, NADIA, "Restart it.", to=reply_address(desk, number)), "agent_public_reply")
    closing = write(desk, NADIA, "#status closed", to=reply_address(desk, number))
    answered = answer if why == "another letter" else sent(closing, "ticket_closed")
    done = reply(desk, answered, INES, "4", proof="" if why == "not proven" else "pass")
    assert done["decision"] == "follow_up"
    assert "survey_thanks" not in templates_of(done)


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("5", (5, "")),
        ("*4*", (4, "")),
        ("3/5", (3, "")),
        ("2 - too slow", (2, "too slow")),
        ("1: nobody\nanswered", (1, "nobody\nanswered")),
        ("6", None),
        ("15", None),
        ("0", None),
        ("It was 5", None),
        ("4th time it fails", None),
        (f"3 {'word ' * 200}", None),
    ],
)
def test_a_score_is_a_digit_that_begins_a_short_text(text: str, score: tuple[int, str] | None) -> None:
    found = read_score(text, lambda line: False)
    assert (found and (found.value, found.words)) == score
