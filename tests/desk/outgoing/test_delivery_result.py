"""What the answers of the next host mean."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.outgoing.delivery_result import GIVE_UP, Failure, judge, next_attempt
from gateway.domain.outgoing.entry import OutboxEntry, Recipient, RecipientState
from gateway.ports import Reply

CREATED = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
HOST = "smarthost mx.vendor.example:25"
USER, COLLEAGUE = "user@acorn.example", "colleague@acorn.example"


def row(*recipients: tuple[str, RecipientState], attempts: int = 0) -> OutboxEntry:
    return OutboxEntry(
        id=1,
        template="ack_new_ticket",
        audience="customer",
        envelope_from="bounces+1.sig@vendor.example",
        message_id="<t-001001.1.sig@vendor.example>",
        headers={},
        subject="Logs",
        text="Hello\n",
        recipients=tuple(Recipient(address, state) for address, state in recipients),
        attempts=attempts,
        created=CREATED,
        next_attempt=CREATED,
    )


def test_a_mail_is_sent_when_every_recipient_was_taken() -> None:
    outcome = judge(row((USER, "queued")), {USER: Reply(250, "2.0.0 queued as 17")}, HOST, CREATED)
    assert outcome.entry.state == "sent"
    assert outcome.entry.recipients == (Recipient(USER, "sent", "250 2.0.0 queued as 17"),)
    assert (outcome.entry.reason, outcome.entry.next_attempt) == (None, None)
    assert (outcome.entry.attempts, outcome.entry.sent_at) == (1, CREATED)


def test_a_mail_is_deferred_while_one_recipient_is() -> None:
    replies = {
        USER: Reply(250, "OK"),
        COLLEAGUE: Reply(452, "4.2.2 mailbox full"),
        "x@y.example": Reply(550, "5.1.1 no"),
    }
    outcome = judge(row((USER, "queued"), (COLLEAGUE, "queued"), ("x@y.example", "queued")), replies, HOST, CREATED)
    assert outcome.entry.state == "deferred"
    assert outcome.entry.reason == f"{COLLEAGUE}: 452 4.2.2 mailbox full; x@y.example: 550 5.1.1 no"
    assert outcome.failures == (Failure("x@y.example", "5.1.1", "550 5.1.1 no"),)


def test_a_mail_that_one_recipient_refused_for_good_is_failed() -> None:
    replies = {USER: Reply(250, "OK"), COLLEAGUE: Reply(550, "no such user")}
    outcome = judge(row((USER, "queued"), (COLLEAGUE, "queued")), replies, HOST, CREATED)
    assert outcome.entry.state == "failed"
    assert outcome.failures == (Failure(COLLEAGUE, None, "550 no such user"),)
    assert outcome.entry.sent_at == CREATED


def test_a_final_answer_of_an_earlier_attempt_stays() -> None:
    before = row((USER, "sent"), (COLLEAGUE, "deferred"), ("x@y.example", "failed"), attempts=1)
    outcome = judge(before, {COLLEAGUE: Reply(250, "OK")}, HOST, CREATED)
    assert outcome.entry.state == "failed"
    assert outcome.failures == ()
    assert [one.state for one in outcome.entry.recipients] == ["sent", "sent", "failed"]


def test_a_recipient_that_bounced_meanwhile_stays_bounced() -> None:
    assert judge(row((USER, "bounced")), {USER: Reply(250, "OK")}, HOST, CREATED).entry.state == "bounced"


def test_a_host_that_is_away_is_named_in_the_reason() -> None:
    outcome = judge(row((USER, "queued")), {USER: Reply(0, "Connection refused")}, HOST, CREATED)
    assert outcome.entry.reason == f"{HOST} does not answer: Connection refused"


@pytest.mark.parametrize("code", [0, 421, 450, 452, 354, 299 + 100])
def test_what_is_neither_taken_nor_refused_is_tried_again(code: int) -> None:
    assert judge(row((USER, "queued")), {USER: Reply(code, "x")}, HOST, CREATED).entry.state == "deferred"


def test_attempts_follow_the_schedule() -> None:
    minutes = [next_attempt(CREATED, attempts, CREATED) for attempts in range(1, 9)]
    gaps = [(moment - CREATED) // timedelta(minutes=1) for moment in minutes if moment]
    assert gaps == [5, 15, 30, 60, 120, 240, 240, 240]


def test_the_last_attempt_is_five_days_after_the_mail_was_queued() -> None:
    almost = CREATED + GIVE_UP - timedelta(hours=1)
    assert next_attempt(CREATED, 20, almost) == CREATED + GIVE_UP
    assert next_attempt(CREATED, 20, CREATED + GIVE_UP) is None


def test_after_five_days_the_mail_fails_with_the_last_answer() -> None:
    outcome = judge(row((USER, "deferred"), attempts=30), {USER: Reply(451, "4.7.1 later")}, HOST, CREATED + GIVE_UP)
    assert outcome.entry.state == "failed"
    assert outcome.entry.reason == "5.4.7 given up after 5 days: 451 4.7.1 later"
    assert outcome.failures[0].status == "5.4.7"


def test_two_recipients_with_the_same_answer_give_one_reason() -> None:
    replies = dict.fromkeys((USER, COLLEAGUE), Reply(451, "4.3.0 busy"))
    outcome = judge(row((USER, "queued"), (COLLEAGUE, "queued")), replies, HOST, CREATED)
    assert outcome.entry.reason == "451 4.3.0 busy"


@given(st.lists(st.integers(0, 599), min_size=1, max_size=5), st.integers(0, 200))
def test_no_recipient_is_ever_forgotten(codes: list[int], hours: int) -> None:
    addresses = [f"user{number}@acorn.example" for number in range(len(codes))]
    replies = {address: Reply(code, "x") for address, code in zip(addresses, codes, strict=True)}
    queued: RecipientState = "queued"
    before = row(*((address, queued) for address in addresses))
    outcome = judge(before, replies, HOST, CREATED + timedelta(hours=hours))
    recipients = outcome.entry.recipients
    assert [one.address for one in recipients] == addresses
    assert all(one.state in ("sent", "deferred", "failed") for one in recipients)
    assert (outcome.entry.next_attempt is not None) == any(one.state == "deferred" for one in recipients)
    assert len(outcome.failures) == sum(one.state == "failed" for one in recipients)
