"""Caps as weapons: strangers write so much that what customers are to hear, or engineers about them, stays unsent."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.desk.desk import Desk
from gateway.desk.timers.tick import tick
from gateway.domain.outgoing.entry import OutboxEntry
from gateway.mail.envelope import InboundMail
from gateway.store.store import Store
from tests.support.desk import (
    MONDAY,
    Document,
    build_desk,
    do_not_sync,
    escalate,
    further_store,
    moment,
    open_case,
    queue,
    sent,
    templates_of,
    write,
)
from tests.support.floods import mail_at, pour
from tests.support.people import ESCALATION, INES, NADIA, OTTO, PAUL, ROSA, STRANGER

TEN = moment("2026-03-03T10:00:00+01:00")
CRITICAL = "Impact: high\nUrgency: high\nNobody can print."


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    """The desk of Example Software, on each kind of database."""
    do_not_sync(store)
    return build_desk(store, tmp_path)


def at(minute: float) -> str:
    return (TEN + timedelta(minutes=minute)).isoformat()


def flood(
    count: int, domains: int = 1, senders: int = 1, text: str = "Buy {place}", **parts: str
) -> Iterator[InboundMail]:
    """Mails of strangers within half an hour, from so many domains, of so many senders."""
    for place in range(count):
        sender = f"s{place % senders}@throwaway{place % domains}.example"
        yield mail_at(at(30 * place / count), sender, text.format(place=place), subject=f"Offer {place}", **parts)


def told(desk: Desk, template: str, state: str = "queued") -> list[OutboxEntry]:
    return [one for one in queue(desk, state) if one.template == template]


def test_one_stranger_does_not_silence_what_engineers_hear_of_customers(desk: Desk) -> None:
    pour(desk, flood(520))
    document = write(desk, INES, at=at(31))
    assert "agent_new_ticket" in templates_of(document, "vendor")
    assert templates_of(document, "customer") == ["ack_new_ticket"]


def test_one_stranger_does_not_silence_another_stranger(desk: Desk) -> None:
    pour(desk, flood(520))
    document = write(desk, STRANGER, at=at(31))
    assert templates_of(document) == ["ack_unknown_sender", "agent_new_ticket"]


def test_throw_away_domains_do_not_spend_the_answers_of_customers(desk: Desk) -> None:
    pour(desk, flood(1100, domains=2, senders=1100))
    critical = write(desk, ROSA, CRITICAL, at(31), subject="Printing is down")
    assert sent(critical, "ack_critical_call_us")["envelope_to"] == [ROSA]
    assert templates_of(write(desk, PAUL, at=at(32)), "customer") == ["ack_new_ticket"]
    answered = [one for one in queue(desk, "queued") if one.recipients[0].address.endswith("throwaway0.example")]
    assert len(answered) == 50


def test_escalations_of_strangers_do_not_spend_the_rejections_of_customers(desk: Desk) -> None:
    pour(desk, flood(600, domains=50, senders=600, to=ESCALATION))
    rejected = escalate(desk, None, "Help!", at=at(31))
    assert templates_of(rejected, "customer") == ["escalation_rejected_no_ticket"]
    assert [one.state for one in told(desk, "escalation_rejected_no_ticket") if one.recipients[0].address == INES] == [
        "queued"
    ]


def test_mail_without_proof_does_not_silence_a_customer_without_proof(desk: Desk) -> None:
    pour(desk, flood(60, domains=60, text=CRITICAL, proof=""))
    document = write(desk, ROSA, CRITICAL, at(31), subject="Printing is down", proof="")
    assert "agent_critical_alert" in templates_of(document, "vendor")


def test_who_forges_one_customer_does_not_silence_another(desk: Desk) -> None:
    pour(desk, (mail_at(at(place / 2), f"p{place}@acorn.example", proof="", subject=f"{place}") for place in range(60)))
    document = write(desk, ROSA, at=at(31), proof="")
    assert "agent_new_ticket" in templates_of(document, "vendor")


def test_a_forged_customer_is_named_by_sender_within_minutes(desk: Desk) -> None:
    pour(desk, flood(400, domains=100, senders=200))
    pour(desk, (mail_at(at(place / 4), INES, proof="", subject=f"Mail {place}") for place in range(40)))
    fired = tick(desk, TEN + timedelta(minutes=25)).fired
    assert ("alert_summary", NADIA) in [(one.kind, one.subject) for one in fired]
    [summary] = told(desk, "alert_summary")
    lines = [line for line in summary.text.splitlines() if line.startswith("- ")]
    assert lines[0].startswith(f"- {INES} (sender not proven): 35, first ")
    assert len([line for line in lines if INES in line]) == 1


def test_what_is_critical_over_its_cap_leaves_later_and_is_never_dropped(store: Store, tmp_path: Path) -> None:
    do_not_sync(store)
    desk = build_desk(store, tmp_path, limits={"urgent_per_hour": 2, "alerts_per_hour": 2})
    for place in range(7):
        write(desk, f"person{place}@acorn.example", CRITICAL, at(place), subject=f"Printing is down {place}")
    for template in ("ack_critical_call_us", "agent_critical_alert"):
        leaves = [one.next_attempt for one in told(desk, template)]
        assert leaves == [moment(at(minute)) for minute in (0, 1, 62, 63, 124, 125, 186)], template
        assert told(desk, template, "suppressed") == []


def test_no_mailbox_of_ours_drowns_in_a_flood(desk: Desk) -> None:
    pour(desk, flood(300, domains=100, senders=30))
    pour(desk, flood(300, domains=100, senders=300, text=CRITICAL, proof=""))
    pour(desk, flood(300, domains=2, senders=300, to=ESCALATION))
    got = Counter(
        recipient.address for one in queue(desk, "queued") if one.audience == "vendor" for recipient in one.recipients
    )
    assert got[NADIA] + got[OTTO] > 0
    assert max(got.values()) <= 60


Attack = tuple[str, str, str, str]
ATTACKS = st.lists(
    st.tuples(
        st.sampled_from(["a@one.example", "b@one.example", "c@two.example", "d@three.example", "e@acorn.example"]),
        st.sampled_from(["Hello", CRITICAL]),
        st.sampled_from(["support@vendor.example", ESCALATION]),
        st.sampled_from(["pass", "", "fail"]),
    ),
    max_size=20,
)
TIGHT = {
    "automatic_per_hour": 5,
    "rejections_per_hour": 3,
    "errors_per_hour": 3,
    "alerts_per_hour": 4,
    "urgent_per_hour": 3,
    "automatic_per_domain_hour": 5,
}


def of_customers(desk: Desk) -> list[list[str]]:
    """What customers' mails make us write, and when it leaves."""
    documents: list[Document] = [
        write(desk, INES, at=at(31)),
        write(desk, ROSA, CRITICAL, at(32), subject="Printing is down"),
        escalate(desk, None, "Help!", PAUL, at(33)),
        write(desk, PAUL, at=at(34), subject="T-999999 again"),
    ]
    ids = {int(one["id"]) for document in documents for one in document["outgoing"]}
    entries = [one for one in queue(desk) if one.id in ids]
    return [[one.template, one.state, str(one.next_attempt)] for one in entries]


@pytest.fixture(scope="module")
def undisturbed(sqlite_schema: bytes, tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    """What becomes of customers' mails where no stranger writes."""
    folder = tmp_path_factory.mktemp("undisturbed")
    store = further_store(sqlite_schema, folder / "desk")
    found = of_customers(build_desk(store, folder, limits=TIGHT))
    store.close()
    return found


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(attacks=ATTACKS)
def test_whatever_strangers_send_nothing_of_customers_is_withheld(
    attacks: list[Attack],
    undisturbed: list[list[str]],
    sqlite_schema: bytes,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("attacked")
    store = further_store(sqlite_schema, folder / "desk")
    desk = build_desk(store, folder, limits=TIGHT)
    pour(
        desk,
        (
            mail_at(at(place), sender, text, to=to, proof=proof, subject=f"Offer {place}")
            for place, (sender, text, to, proof) in enumerate(attacks)
            if not (sender.endswith("acorn.example") and proof == "pass")
        ),
    )
    assert of_customers(desk) == undisturbed
    store.close()


def test_a_customers_reply_on_their_ticket_is_told_whatever_strangers_write(desk: Desk) -> None:
    number = open_case(desk, at=MONDAY)
    pour(desk, flood(300, domains=100, senders=300))
    document = write(desk, INES, "It still prints nothing.", at(31), subject=f"Re: [{number}] Till is slow")
    assert templates_of(document, "vendor") != []
