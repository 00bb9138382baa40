"""Blocked senders, and floods of one sender: one decision for all of it, and nothing is lost."""

from datetime import timedelta
from pathlib import Path

import pytest

from gateway.desk.desk import Desk
from gateway.desk.inbound.process import release
from gateway.desk.timers.tick import tick
from gateway.store.store import Store
from tests.support.desk import (
    TUESDAY,
    Document,
    act,
    build_desk,
    case,
    change,
    do_not_sync,
    moment,
    numbers,
    open_case,
    queue,
    reply_address,
    sent,
    templates_of,
    waiting,
    write,
)
from tests.support.people import CORA, INES, NADIA, PAUL, STRANGER


def order(desk: Desk, text: str, sender: str = NADIA) -> str:
    """What a command by mail is answered with."""
    document = write(desk, sender, text)
    [answer] = [one for one in document["outgoing"] if one["template"].startswith("command_")]
    return str(answer["text"])


def test_mail_of_a_blocked_address_is_kept_and_nothing_else(desk: Desk) -> None:
    assert f"mail from {STRANGER} is kept" in order(desk, f"#block {STRANGER.upper()}")
    document = write(desk, STRANGER, "Buy!", proof="pass")
    assert (document["decision"], document["ticket"], document["outgoing"]) == ("quarantine", None, [])
    assert [(one.cause, one.sender_address) for one in waiting(desk)] == [("blocked", STRANGER)]


@pytest.mark.parametrize("sender", [STRANGER, "other@elsewhere.example", "x@mail.elsewhere.example"])
def test_a_blocked_domain_is_all_that_is_below_it(desk: Desk, sender: str) -> None:
    order(desk, "#block elsewhere.example")
    assert write(desk, sender, "Buy!")["decision"] == "quarantine"
    assert write(desk, "a@notelsewhere.example", "Hello")["decision"] == "new"


def test_nobody_is_told_of_what_a_blocked_sender_writes_anywhere(desk: Desk) -> None:
    number = open_case(desk)
    order(desk, f"#block {STRANGER}")
    before = len(queue(desk))
    for to in (reply_address(desk, number), "escalation@vendor.example", "bounces@vendor.example"):
        write(desk, STRANGER, "Buy!", to=to)
    assert len(queue(desk)) == before


def test_unblock_lets_mail_in_again_and_what_waits_can_be_released(desk: Desk) -> None:
    order(desk, "#block elsewhere.example")
    held = write(desk, STRANGER, "A real question.")
    assert "elsewhere.example is blocked no more" in order(desk, "#unblock elsewhere.example")
    assert write(desk, STRANGER, "Another.")["decision"] == "new"
    with desk.store.begin() as work:
        outcome = release(act(desk, work, NADIA, moment(TUESDAY)), int(held["mail"]))
    assert outcome.decision == "new"


def test_who_is_blocked_is_listed_with_who_did_it(desk: Desk) -> None:
    assert "nobody is blocked" in order(desk, "#blocked")
    order(desk, "#block elsewhere.example")
    assert f"elsewhere.example (2026-03-03, {NADIA})" in order(desk, "#blocked")


def test_the_same_is_not_blocked_twice_and_what_is_not_blocked_cannot_be_unblocked(desk: Desk) -> None:
    order(desk, "#block elsewhere.example")
    assert "elsewhere.example is blocked already." in order(desk, "#block elsewhere.example")
    assert "other.example is not blocked." in order(desk, "#unblock other.example")


def test_neither_our_own_people_nor_a_whole_customer_can_be_blocked(desk: Desk) -> None:
    assert f"{CORA} is ours." in order(desk, f"#block {CORA}")
    assert "vendor.example is ours." in order(desk, "#block vendor.example")
    assert "acorn.example is a domain of a customer" in order(desk, "#block acorn.example")
    assert "#block needs an address or a domain." in order(desk, "#block everybody")


def test_one_address_of_a_customer_can_be_blocked(desk: Desk) -> None:
    order(desk, f"#block {INES}")
    assert write(desk, INES)["decision"] == "quarantine"
    assert write(desk, PAUL)["decision"] == "new"


def test_the_account_team_may_not_block(desk: Desk) -> None:
    assert "#block" in order(desk, f"#block {STRANGER}", CORA)
    assert write(desk, STRANGER)["decision"] == "new"


def test_a_customer_cannot_block_anybody(desk: Desk) -> None:
    write(desk, INES, f"#block {PAUL}")
    assert write(desk, PAUL)["decision"] == "new"


@pytest.fixture
def impatient(store: Store, tmp_path: Path) -> Desk:
    """A desk to which a stranger may write five mails an hour."""
    do_not_sync(store)
    return build_desk(store, tmp_path, limits={"flood_per_sender_hour": 5, "burst_per_sender_hour": 4})


def stream(desk: Desk, sender: str, count: int, **parts: str) -> list[Document]:
    """So many mails of one sender, one a minute."""
    start = moment(TUESDAY)
    return [
        write(desk, sender, f"Offer {place}", (start + timedelta(minutes=place)).isoformat(), **parts)
        for place in range(count)
    ]


def test_a_flood_of_one_stranger_waits_for_one_decision(impatient: Desk) -> None:
    decisions = [one["decision"] for one in stream(impatient, STRANGER, 9)]
    assert decisions == ["new"] * 5 + ["quarantine"] * 4
    assert {one.cause for one in waiting(impatient)} == {"flood"}
    assert [one.template for one in queue(impatient)].count("burst_alert") == 1
    assert "that are kept out now: 4; new tickets discarded: 5" in order(impatient, f"#discard all from {STRANGER}")
    assert waiting(impatient) == []
    assert {case(impatient, number)["state"] for number in numbers(impatient)} == {"discarded"}


def test_tickets_that_somebody_took_up_are_not_discarded_with_a_flood(impatient: Desk) -> None:
    first = stream(impatient, STRANGER, 9)[0]
    change(impatient, str(first["ticket"]), assignee=NADIA)
    assert "new tickets discarded: 4" in order(impatient, f"#discard all from {STRANGER}")
    assert case(impatient, str(first["ticket"]))["state"] == "new"


def digest(desk: Desk) -> str:
    """What the duty is told the next day."""
    tick(desk, moment("2026-03-04T09:30:00+01:00"))
    [found] = [one for one in queue(desk) if one.template == "quarantine_digest"]
    return found.text


def test_the_digest_has_one_line_a_sender_and_customers_first(impatient: Desk) -> None:
    stream(impatient, STRANGER, 12)
    write(impatient, INES, "Why?", "2026-03-03T11:00:00+01:00", to="escalation@vendor.example", proof="")
    text = digest(impatient)
    assert text.index(INES) < text.index(STRANGER)
    assert text.count(f': {STRANGER}, "') == 1
    assert f"And 6 more of this sender: #discard all from {STRANGER}" in text


def test_what_is_blocked_is_in_no_digest(impatient: Desk) -> None:
    order(impatient, f"#block {STRANGER}")
    stream(impatient, STRANGER, 3)
    write(impatient, INES, "Why?", to="escalation@vendor.example", proof="")
    assert STRANGER not in digest(impatient)


def test_a_customer_who_writes_very_much_is_no_flood(impatient: Desk) -> None:
    assert {one["decision"] for one in stream(impatient, INES, 9)} == {"new"}
    assert {one["decision"] for one in stream(impatient, PAUL, 9, proof="")} == {"new"}


def test_what_a_flood_tells_the_duty_names_the_commands_that_decide_it(impatient: Desk) -> None:
    stream(impatient, STRANGER, 5)
    [alert] = [one for one in queue(impatient) if one.template == "burst_alert"]
    assert f"#discard all from {STRANGER}" in alert.text
    assert f"#block {STRANGER}" in alert.text


def test_a_flood_ends_when_the_hour_is_over(impatient: Desk) -> None:
    stream(impatient, STRANGER, 9)
    later = (moment(TUESDAY) + timedelta(minutes=90)).isoformat()
    assert templates_of(write(impatient, STRANGER, "A question.", later), "vendor") == ["agent_new_ticket"]
    assert len(numbers(impatient)) == 6


def test_help_names_the_commands_that_block(desk: Desk) -> None:
    shown = sent(write(desk, NADIA, "#help"), "command_help")["text"]
    assert all(f"- #{command}" in shown for command in ("block spam.example", "unblock spam.example", "blocked"))
