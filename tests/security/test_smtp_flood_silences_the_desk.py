"""Caps as weapons, over SMTP: strangers spend what customers are to hear, and what engineers are to hear of them."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from gateway.store.store import Store
from tests.support.desk import ESCALATION_FIELDS, reply_address
from tests.support.people import ESCALATION, INES, NADIA, PAUL, ROSA, STRANGER
from tests.support.running_desk import ELSEWHERE, HOSTS, RunningDesk, running_desk, templates, the

CRITICAL = "Impact: high\nUrgency: high\nNobody can print."
ATTACKER = HOSTS["elsewhere.example"]
THROW_AWAY = {f"throwaway{place}.example": "203.0.113.9" for place in range(12)}

Open = Callable[..., RunningDesk]


@pytest.fixture
def with_limits(store: Store, tmp_path: Path) -> Iterator[Open]:
    """Opens a desk with small caps, so that a flood is small as well."""
    with ExitStack() as stack:
        yield lambda **limits: stack.enter_context(running_desk(store, tmp_path, THROW_AWAY, limits=limits))


def flood(count: int, domains: int, **parts: Any) -> Iterator[dict[str, Any]]:
    """Offers of so many senders of throw-away domains."""
    for place in range(count):
        sender = f"s{place}@throwaway{place % domains}.example"
        yield {"sender": sender, "subject": f"Offer {place}", "text": f"Buy {place}, it is cheap.", **parts}


def offers(sender: str, count: int, **parts: Any) -> Iterator[dict[str, Any]]:
    """Offers of one sender."""
    for place in range(count):
        yield {"sender": sender, "subject": f"Offer {place}", "text": f"Buy {place}, it is cheap.", **parts}


def test_one_proven_stranger_does_not_suppress_what_engineers_hear_of_everybodys_tickets(with_limits: Open) -> None:
    desk = with_limits(alerts_per_hour=5)
    desk.send_many(offers(STRANGER, 12), ATTACKER)
    desk.settle()
    assert "agent_new_ticket" in templates(desk.after(INES, "My till is slow."), NADIA)
    assert "agent_new_ticket" in templates(desk.after("other@throwaway1.example", client="203.0.113.9"), NADIA)


def test_the_summary_names_customers_before_the_attacker(with_limits: Open) -> None:
    desk = with_limits(alerts_per_hour=3)
    desk.send_many(offers(STRANGER, 25), ATTACKER)
    desk.settle()
    for place in range(5):
        desk.send(ROSA, f"Invoice {place} is wrong.", subject=f"Invoice {place}")
    desk.settle()
    lines = [line for line in the(desk.wait(65), "alert_summary").text.splitlines() if line.startswith("- ")]
    assert lines[0].startswith(f"- {ROSA}")
    assert len([line for line in lines if STRANGER in line]) == 1


def test_mails_of_two_throw_away_domains_do_not_cost_a_critical_customer_their_answer(with_limits: Open) -> None:
    desk = with_limits(automatic_per_hour=20)
    desk.send_many(flood(26, domains=2), "203.0.113.9")
    answered = desk.settle()
    assert templates(answered).count("ack_unknown_sender") <= 20
    told = the(desk.after(ROSA, CRITICAL, subject="Printing is down"), "ack_critical_call_us")
    assert told.to == (ROSA,)
    assert "+31 30 555 0199" in told.text
    assert "ack_new_ticket" in templates(desk.after(PAUL), PAUL)


def test_a_flood_of_the_escalation_address_does_not_keep_a_rejection_from_a_customer(with_limits: Open) -> None:
    desk = with_limits(rejections_per_hour=5)
    desk.send_many(flood(12, domains=12, to=ESCALATION), "203.0.113.9")
    desk.settle()
    told = the(desk.after(INES, ESCALATION_FIELDS, to=ESCALATION), "escalation_rejected_no_ticket")
    assert told.to == (INES,)


def test_unproven_mails_marked_high_do_not_suppress_alerts_about_an_unproven_customer(with_limits: Open) -> None:
    desk = with_limits(unproven_alerts_per_hour=4)
    desk.send_many(flood(12, domains=12, text=CRITICAL), ELSEWHERE)
    desk.settle()
    heard = templates(desk.after(ROSA, CRITICAL, subject="Printing is down", client=ELSEWHERE), NADIA)
    assert "agent_critical_alert" in heard or "agent_new_ticket" in heard


def test_what_is_critical_and_over_its_cap_leaves_later_and_is_not_lost(with_limits: Open) -> None:
    desk = with_limits(urgent_per_hour=2, automatic_per_hour=20)
    for place in range(3):
        desk.send(f"person{place}@acorn.example", CRITICAL, subject=f"Printing is down {place}")
    assert templates(desk.settle()).count("ack_critical_call_us") == 2
    assert templates(desk.wait(61)).count("ack_critical_call_us") == 1


def test_a_flood_of_one_sender_waits_as_one_group_for_one_decision(with_limits: Open) -> None:
    desk = with_limits(flood_per_sender_hour=5)
    desk.send_many(offers(STRANGER, 12), ATTACKER)
    desk.settle()
    assert desk.quarantined() == ["flood"] * 7
    desk.after(NADIA, f"#discard all from {STRANGER}")
    assert desk.quarantined() == []
    desk.after(NADIA, f"#block {STRANGER}")
    assert desk.after(STRANGER, "Buy, it is cheap.") == []
    assert desk.quarantined() == ["blocked"]


@pytest.mark.parametrize(
    "sender", ["x@xn--bcher-kva.example", "X@XN--BCHER-KVA.example", "x@mail.xn--bcher-kva.example"]
)
def test_a_blocked_domain_is_blocked_however_it_is_written(with_limits: Open, sender: str) -> None:
    desk = with_limits()
    desk.after(NADIA, "#block bücher.example")
    assert desk.after(sender, "Buy, it is cheap.") == []
    assert desk.quarantined() == ["blocked"]
    desk.after(NADIA, "#unblock bücher.example")
    assert desk.after(sender, "Buy, it is cheap.", subject="Again") != []


def test_whom_a_person_let_in_does_not_silence_other_customers(with_limits: Open) -> None:
    desk = with_limits(alerts_per_hour=3)
    number, other = desk.open_case(INES), desk.open_case(ROSA)
    address = reply_address(desk.desk, number)
    alert = the(desk.after(STRANGER, "May I read this?", to=address), "quarantine_alert")
    desk.after(NADIA, "#allow add", to=alert.reply_to, headers={"In-Reply-To": str(alert.headers["Message-ID"])})
    desk.send_many(offers(STRANGER, 8, to=address), ATTACKER)
    desk.settle()
    told = templates(desk.after(ROSA, "It still prints nothing.", to=reply_address(desk.desk, other)), NADIA)
    assert told == ["agent_reply_arrived"]


def test_one_customers_machine_does_not_silence_another_customer(with_limits: Open) -> None:
    desk = with_limits(alerts_per_hour=3)
    desk.send_many(offers("monitor@acorn.example", 8), HOSTS["acorn.example"])
    desk.settle()
    assert "agent_new_ticket" in templates(desk.after(ROSA), NADIA)


def made_up(count: int) -> Iterator[dict[str, Any]]:
    """Mail of people whom a customer does not have."""
    for place in range(count):
        yield {"sender": f"made{place}@acorn.example", "subject": f"Offer {place}", "text": f"Buy {place}."}


def test_made_up_people_of_a_customer_leave_alerts_for_unproven_contacts(with_limits: Open) -> None:
    desk = with_limits(claimed_alerts_per_hour=4)
    desk.send_many(made_up(12), ELSEWHERE)
    desk.settle()
    assert "agent_new_ticket" in templates(desk.after(ROSA, "Nobody can print.", client=ELSEWHERE), NADIA)


def test_made_up_people_of_a_customer_do_not_push_a_contact_off_the_summary(with_limits: Open) -> None:
    desk = with_limits(claimed_alerts_per_hour=1)
    desk.send_many(made_up(105), ELSEWHERE)
    desk.send(ROSA, "Nobody can print.", client=ELSEWHERE)
    desk.settle()
    lines = [line for line in the(desk.wait(15), "alert_summary").text.splitlines() if line.startswith("- ")]
    assert lines[0].startswith(f"- {ROSA} (sender not proven)")


def test_words_that_others_wrote_in_a_customers_name_do_not_make_them_a_machine(with_limits: Open) -> None:
    desk = with_limits(similar_alerts_per_ticket_day=3)
    number, text = desk.open_case(), "The nightly export stopped again, please look at it today."
    address = reply_address(desk.desk, number)
    for _ in range(5):
        desk.wait(1)
        desk.send(INES, text, to=address, client=ELSEWHERE)
    desk.wait(1)
    assert templates(desk.after(INES, text, to=address), NADIA) == ["agent_reply_arrived"]
