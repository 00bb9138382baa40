"""Tickets about a known issue, and what their requesters hear of it."""

from datetime import timedelta

from gateway.desk.act import Act
from gateway.desk.desk import Desk
from gateway.desk.known_issues.news import News, add_news, open_issue, tell_all
from gateway.desk.timers.tick import tick
from gateway.domain.event import Actor, Event
from gateway.domain.outgoing.entry import OutboxEntry
from tests.support.desk import (
    TUESDAY,
    Document,
    act,
    case,
    change,
    moment,
    notes,
    open_case,
    queue,
    reply_address,
    sent,
    templates_of,
    write,
)
from tests.support.people import INES, NADIA, PAUL, ROSA

NOW = moment(TUESDAY)


def link(desk: Desk, number: str, words: str = "#problem ORD-412 Order entry waits for a lock") -> Document:
    """Nadia links a ticket."""
    return write(desk, NADIA, words, to=reply_address(desk, number))


def news(desk: Desk, what: News, hours: int = 0) -> list[OutboxEntry]:
    """What leaves because of news."""
    now, before = NOW + timedelta(hours=hours), len(queue(desk))
    with desk.store.begin() as work:
        add_news(act(desk, work, "operator", now), "ord-412", what)
    told = [one for ids in tell_all(desk, "ORD-412", now) for one in ids]
    assert [one.id for one in queue(desk)[before:]] == told
    return queue(desk)[before:]


def test_r16_requesters_hear_once_when_a_version_is_planned(desk: Desk) -> None:
    first, second, other = open_case(desk), open_case(desk), open_case(desk, sender=ROSA)
    closed, solved = open_case(desk, sender=PAUL), open_case(desk, sender="pia@acorn.example")
    for number in (first, second, other, closed, solved):
        link(desk, number)
    change(desk, closed, state="closed")
    change(desk, solved, state="solved", solved_at=NOW)
    told = news(desk, News(planned="10.6", text="The cause is found."))
    assert [[r.address for r in one.recipients] for one in told] == [[INES], [ROSA], ["pia@acorn.example"]]
    assert all(word in told[0].text for word in (first, second, "ORD-412", "10.6", "The cause is found."))
    assert second not in told[1].text
    assert any("ORD-412" in note for note in notes(desk, first, "internal")[-1:])
    assert news(desk, News(planned="10.6", text="The cause is found.")) == []
    assert "fixed in version 10.6" in news(desk, News(state="fixed"))[0].text
    assert "known_issue_update" not in [one.kind for one in tick(desk, NOW).fired]


def test_r16_a_ticket_linked_later_hears_the_present_state_once(desk: Desk) -> None:
    link(desk, open_case(desk))
    news(desk, News(planned="10.6"))
    number = open_case(desk, sender=ROSA)
    linked = link(desk, number, "#problem ord-412")
    assert "10.6" in sent(linked, "known_issue_update")["text"]
    assert case(desk, number)["problem"] == "ORD-412"
    assert "known_issue_update" not in templates_of(link(desk, number, "#problem ORD-412"))
    link(desk, number, "#problem none")
    assert (case(desk, number)["problem"], news(desk, News(planned="10.7"))[-1].recipients[0].address) == (None, INES)


def test_r16_a_slip_of_the_pen_opens_nothing(desk: Desk) -> None:
    number = open_case(desk)
    link(desk, number)
    wrong = sent(link(desk, number, "#problem ORD-421"), "command_error")["text"]
    assert "Did you mean ORD-412?" in wrong
    assert "behind the key" in sent(link(desk, number, "#problem PRINT-1"), "command_error")["text"]
    near = sent(link(desk, number, "#problem ORD-421 Another thing"), "command_transcript")["text"]
    assert [word in near for word in ("ORD-412", "new known issue ORD-421")] == [True, True]


def test_r16_a_merged_ticket_counts_as_its_target(desk: Desk) -> None:
    target, number = open_case(desk), open_case(desk)
    link(desk, number)
    write(desk, NADIA, f"#merge into {target}", to=reply_address(desk, number))
    [told] = news(desk, News(planned="10.6"))
    assert (case(desk, target)["problem"], told.headers["X-Gateway-Ticket"]) == ("ORD-412", target)


def test_r16_a_run_that_died_goes_on_with_the_timer_and_machines_hear_nothing(desk: Desk) -> None:
    open_one, of_machine = open_case(desk), open_case(desk)
    for number in (open_one, of_machine):
        link(desk, number)
    change(desk, of_machine, requester="noreply-shop@acorn.example")
    with desk.store.begin() as work:
        add_news(Act(desk, work, Event(NOW, Actor("operator"), "cli")), "ORD-412", News(text="It is found."))
    fired = [one.subject for one in tick(desk, NOW).fired if one.kind == "known_issue_update"]
    assert fired == [open_one]


def test_r16_what_there_is_cannot_be_opened_again(desk: Desk) -> None:
    with desk.store.begin() as work:
        assert open_issue(act(desk, work, "operator", NOW), "a-1", "  Too   wide ").title == "Too wide"
