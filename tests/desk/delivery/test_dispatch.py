"""Handing the queue over, on a real database."""

import email
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from gateway.adapters.mailer import SmtpMailer
from gateway.app.desk import build
from gateway.config import Config
from gateway.desk.delivery.dispatch import DispatchResult, dispatch
from gateway.desk.desk import Desk
from gateway.desk.documents.outgoing import outgoing_document, queue_row
from gateway.desk.outgoing.queue import DROPPED, drop, hold, retry
from gateway.domain.outgoing.entry import OutboxEntry, Recipient
from gateway.domain.tickets.ticket import UNNUMBERED, Ticket
from gateway.errors import NotAllowed, NotFound
from gateway.ports import Reply
from gateway.store.store import UnitOfWork
from tests.support.smarthost import Smarthost
from tests.support.words import shipped_templates

START = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
USER, COLLEAGUE, DUTY = "user@acorn.example", "colleague@acorn.example", "duty@vendor.example"
TAKEN = Reply(250, "2.0.0 queued")
AWAY = Reply(0, "Connection refused")


@dataclass
class MovableClock:
    """A clock that stands where it was put."""

    instant: datetime = START

    def now(self) -> datetime:
        return self.instant


@dataclass
class ScriptedMailer:
    """A host with a fixed answer for each address."""

    answers: dict[str, Reply] = field(default_factory=dict)
    default: Reply = TAKEN
    sent: list[tuple[tuple[str, ...], bytes]] = field(default_factory=list)
    before_answer: Callable[[], object] = lambda: None

    def send(self, _envelope_from: str, recipients: Sequence[str], content: bytes) -> Mapping[str, Reply]:
        self.before_answer()
        self.sent.append((tuple(recipients), content))
        return {address: self.answers.get(address, self.default) for address in recipients}

    def close(self) -> None:
        """Nothing is kept open."""


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def desk(tmp_path: Path, clock: MovableClock, database: str) -> Iterator[Desk]:
    (tmp_path / "gateway.key").write_text("a:" + "0123456789abcdef" * 4)
    config = {
        "gateway": {"name": "Vendor", "domain": "vendor.example", "duty": DUTY, "database": database},
        "addresses": {
            "support": ["support@vendor.example"],
            "escalation": ["escalation@vendor.example"],
            "bounces": "bounces@vendor.example",
        },
        "path": tmp_path / "config.toml",
    }
    made = build(Config.model_validate(config), clock)
    yield made
    made.store.close()


def queue(desk: Desk, *recipients: str, **columns: Any) -> int:
    """Queue a mail as the desk does."""
    with desk.store.begin() as work:
        number = work.outbox.next_id()
        message_id = f"<t-001001.{number}.sig@vendor.example>"
        headers = {
            "From": "Vendor Support <support@vendor.example>",
            "To": ", ".join(recipients or (USER,)),
            "Subject": "[T-001001] Grüße",
            "Message-ID": message_id,
        }
        filled = {
            "id": number,
            "template": "ack_new_ticket",
            "audience": "customer",
            "envelope_from": f"bounces+{number}.sig@vendor.example",
            "message_id": message_id,
            "headers": headers,
            "text": "Hello\n",
            "subject": "[T-001001] Grüße",
            "recipients": tuple(Recipient(one) for one in recipients or (USER,)),
            "created": desk.clock.now(),
            "next_attempt": desk.clock.now(),
        }
        work.outbox.add(OutboxEntry(**{**filled, **columns}))
        return number


def shown(desk: Desk, number: int) -> OutboxEntry:
    with desk.store.read() as work:
        return work.outbox.show(number)


def alerts(desk: Desk) -> list[OutboxEntry]:
    with desk.store.read() as work:
        return [row for row in work.outbox.listing(None, None) if row.template == "bounce_alert"]


def test_a_queued_mail_is_sent_as_text_and_html(desk: Desk) -> None:
    number, mailer = queue(desk), ScriptedMailer()
    assert dispatch(desk, mailer) == DispatchResult(1, 0, 0)
    row = shown(desk, number)
    assert (row.state, row.attempts, row.sent_at, row.next_attempt) == ("sent", 1, START, None)
    message = email.message_from_bytes(mailer.sent[0][1])
    assert message.get_content_type() == "multipart/alternative"
    assert message["Message-ID"] == row.message_id


def test_a_mail_without_html_is_plain_text(desk: Desk) -> None:
    queue(desk, html=False)
    mailer = ScriptedMailer()
    dispatch(desk, mailer)
    assert email.message_from_bytes(mailer.sent[0][1]).get_content_type() == "text/plain"


def test_nothing_is_sent_twice(desk: Desk) -> None:
    queue(desk)
    mailer = ScriptedMailer()
    assert dispatch(desk, mailer).sent == 1
    assert dispatch(desk, mailer) == DispatchResult(0, 0, 0)
    assert len(mailer.sent) == 1


def test_a_limit_leaves_the_rest_for_later(desk: Desk) -> None:
    for _ in range(3):
        queue(desk)
    mailer = ScriptedMailer()
    assert dispatch(desk, mailer, limit=2).sent == 2
    assert dispatch(desk, mailer, limit=0).sent == 0
    assert dispatch(desk, mailer).sent == 1


def test_suppressed_and_held_mail_stays(desk: Desk) -> None:
    queue(desk, state="suppressed")
    queue(desk, state="held")
    assert dispatch(desk, ScriptedMailer()) == DispatchResult(0, 0, 0)


def test_only_the_recipient_who_waits_is_tried_again(desk: Desk, clock: MovableClock) -> None:
    number = queue(desk, USER, COLLEAGUE)
    mailer = ScriptedMailer({COLLEAGUE: Reply(452, "4.2.2 full")})
    assert dispatch(desk, mailer) == DispatchResult(0, 1, 0)
    assert shown(desk, number).next_attempt == START + timedelta(minutes=5)
    assert dispatch(desk, mailer) == DispatchResult(0, 0, 0)
    clock.instant += timedelta(minutes=5)
    assert dispatch(desk, ScriptedMailer()) == DispatchResult(1, 0, 0)
    assert [one.state for one in shown(desk, number).recipients] == ["sent", "sent"]
    assert [recipients for recipients, _ in mailer.sent] == [(USER,), (COLLEAGUE,)]


def test_a_mail_sent_again_has_the_same_bytes(desk: Desk, clock: MovableClock) -> None:
    queue(desk)
    mailer = ScriptedMailer(default=Reply(451, "4.3.0 later"))
    dispatch(desk, mailer)
    clock.instant += timedelta(hours=1)
    dispatch(desk, mailer)
    assert mailer.sent[0] == mailer.sent[1]


def test_a_refused_recipient_fails_with_its_reason_and_somebody_is_told(desk: Desk) -> None:
    number = queue(desk, USER, COLLEAGUE)
    mailer = ScriptedMailer({USER: Reply(550, "5.1.1 no such user")})
    result = dispatch(desk, mailer)
    assert result == DispatchResult(0, 0, 1)
    row = shown(desk, number)
    assert (row.state, row.reason) == ("failed", f"{USER}: 550 5.1.1 no such user")
    (alert,) = alerts(desk)
    assert [one.address for one in alert.recipients] == [DUTY]
    assert USER in alert.text
    assert "5.1.1" in alert.text


def test_a_failed_alert_makes_no_other_alert(desk: Desk) -> None:
    queue(desk, template="bounce_alert", audience="vendor")
    dispatch(desk, ScriptedMailer(default=Reply(550, "5.1.1 no such user")))
    assert len(alerts(desk)) == 1


def test_a_mail_on_a_ticket_alerts_whoever_works_on_it(desk: Desk) -> None:
    with desk.store.begin() as work:
        new = Ticket(UNNUMBERED, "Logs", "open", "question", "medium", USER, START, assignee="engineer@vendor.example")
        ticket = work.tickets.open(new)
    queue(desk, ticket_id=ticket.id)
    dispatch(desk, ScriptedMailer({USER: Reply(550, "5.1.1 no such user")}))
    (alert,) = alerts(desk)
    assert [one.address for one in alert.recipients] == ["engineer@vendor.example"]
    assert ticket.number in alert.subject


def test_a_hook_that_fails_does_not_undo_the_failure(desk: Desk) -> None:
    def broken(*_arguments: object) -> None:
        raise RuntimeError("no template")

    number = queue(desk)
    dispatch(desk, ScriptedMailer(default=Reply(550, "5.1.1 no")), on_permanent_failure=broken)
    row = shown(desk, number)
    assert row.state == "failed"
    assert "nobody was told: RuntimeError: no template" in str(row.reason)


def test_when_the_host_is_away_everything_waits_and_it_is_tried_once(desk: Desk) -> None:
    numbers = [queue(desk) for _ in range(5)]
    mailer = ScriptedMailer(default=AWAY)
    assert dispatch(desk, mailer) == DispatchResult(0, 5, 0)
    assert len(mailer.sent) == 1
    for number in numbers:
        row = shown(desk, number)
        assert (row.state, row.attempts) == ("deferred", 1)
        assert row.reason == "smarthost localhost:25 does not answer: Connection refused"


def test_a_mail_that_breaks_the_line_does_not_hold_up_the_others(desk: Desk) -> None:
    queue(desk, "poison@acorn.example")
    queue(desk)
    mailer = ScriptedMailer({"poison@acorn.example": Reply(421, "4.4.2 connection lost")})
    assert dispatch(desk, mailer) == DispatchResult(1, 1, 0)


def test_a_host_that_breaks_every_line_is_left_alone(desk: Desk) -> None:
    for _ in range(10):
        queue(desk)
    mailer = ScriptedMailer(default=Reply(421, "4.3.2 closing"))
    assert dispatch(desk, mailer) == DispatchResult(0, 10, 0)
    assert len(mailer.sent) == 3


def test_a_mail_waits_for_five_days_and_then_fails(desk: Desk, clock: MovableClock) -> None:
    number, mailer = queue(desk), ScriptedMailer(default=Reply(451, "4.7.1 later"))
    while shown(desk, number).state != "failed":
        clock.instant = shown(desk, number).next_attempt or clock.instant
        dispatch(desk, mailer)
    assert clock.instant == START + timedelta(days=5)
    assert shown(desk, number).reason == "5.4.7 given up after 5 days: 451 4.7.1 later"
    assert len(mailer.sent) == 36
    [alert] = alerts(desk)
    assert "given up after 5 days: 451 4.7.1 later" in alert.text


def test_who_is_told_reads_in_their_language_that_a_mail_was_given_up(desk: Desk, clock: MovableClock) -> None:
    ours = desk.config.gateway.model_copy(update={"language": "de"})
    desk = replace(desk, templates=shipped_templates("de"), config=desk.config.model_copy(update={"gateway": ours}))
    number, mailer = queue(desk), ScriptedMailer(default=Reply(451, "4.7.1 later"))
    clock.instant = START + timedelta(days=5)
    dispatch(desk, mailer)
    assert shown(desk, number).reason == "5.4.7 given up after 5 days: 451 4.7.1 later"
    assert "nach 5 Tagen aufgegeben: 451 4.7.1 later" in alerts(desk)[0].text


def test_a_mail_that_cannot_be_written_fails_and_the_others_go(desk: Desk) -> None:
    number = queue(desk, headers={"From": "support@vendor.example", "Bcc": "x@y.example"})
    queue(desk)
    result = dispatch(desk, ScriptedMailer())
    assert (result.failed, shown(desk, number).state) == (1, "failed")
    assert "cannot be written" in str(shown(desk, number).reason)


def test_a_defect_in_one_mail_does_not_hold_up_the_others(desk: Desk) -> None:
    class DefectiveMailer(ScriptedMailer):
        def send(self, envelope_from: str, recipients: Sequence[str], content: bytes) -> Mapping[str, Reply]:
            if "odd@acorn.example" in recipients:
                raise ZeroDivisionError("of our own")
            return super().send(envelope_from, recipients, content)

    number = queue(desk, "odd@acorn.example")
    queue(desk)
    assert dispatch(desk, DefectiveMailer()) == DispatchResult(1, 1, 0)
    assert "ZeroDivisionError" in str(shown(desk, number).reason)


def test_a_defect_in_one_copy_sends_no_other_copy_again(desk: Desk, clock: MovableClock) -> None:
    class DefectiveMailer(ScriptedMailer):
        def send(self, envelope_from: str, recipients: Sequence[str], content: bytes) -> Mapping[str, Reply]:
            if COLLEAGUE in recipients:
                raise ZeroDivisionError("of our own")
            return super().send(envelope_from, recipients, content)

    number = queue(desk, USER, COLLEAGUE)
    assert dispatch(desk, DefectiveMailer()) == DispatchResult(0, 1, 0)
    assert [one.state for one in shown(desk, number).recipients] == ["sent", "deferred"]
    clock.instant += timedelta(minutes=5)
    later = ScriptedMailer()
    assert dispatch(desk, later) == DispatchResult(1, 0, 0)
    assert [recipients for recipients, _ in later.sent] == [(COLLEAGUE,)]


@pytest.mark.parametrize("reply", [Reply(0, "no connection"), Reply(421, "4.3.2 closing")])
def test_a_host_that_is_away_is_not_asked_for_each_reader(desk: Desk, reply: Reply) -> None:
    number = queue(desk, USER, COLLEAGUE)
    mailer = ScriptedMailer(default=reply)
    dispatch(desk, mailer)
    assert len(mailer.sent) == 1
    assert [one.state for one in shown(desk, number).recipients] == ["deferred", "deferred"]


def test_a_host_that_is_slow_gets_the_other_copies_in_another_attempt(desk: Desk, clock: MovableClock) -> None:
    def slow() -> None:
        clock.instant += timedelta(minutes=2)

    number = queue(desk, USER, COLLEAGUE)
    dispatch(desk, ScriptedMailer(before_answer=slow))
    assert [one.state for one in shown(desk, number).recipients] == ["sent", "deferred"]


def test_a_mail_whose_sender_died_is_sent_after_the_lease_with_the_same_message_id(
    desk: Desk, clock: MovableClock
) -> None:
    number = queue(desk)
    with desk.store.begin() as work:
        assert len(work.outbox.claim(START, 60, 10)) == 1
    mailer = ScriptedMailer()
    assert dispatch(desk, mailer) == DispatchResult(0, 0, 0)
    clock.instant += timedelta(seconds=61)
    assert dispatch(desk, mailer) == DispatchResult(1, 0, 0)
    assert email.message_from_bytes(mailer.sent[0][1])["Message-ID"] == shown(desk, number).message_id


def test_a_sender_that_comes_back_after_its_lease_changes_nothing(desk: Desk, clock: MovableClock) -> None:
    number, second = queue(desk), ScriptedMailer()

    def taken_over() -> None:
        clock.instant += timedelta(hours=1)
        assert dispatch(desk, second) == DispatchResult(1, 0, 0)

    slow = ScriptedMailer(default=Reply(550, "5.1.1 no such user"), before_answer=taken_over)
    assert dispatch(desk, slow) == DispatchResult(0, 0, 0)
    assert (shown(desk, number).state, shown(desk, number).attempts) == ("sent", 1)


def test_mail_goes_over_smtp_with_one_connection(desk: Desk) -> None:
    with Smarthost(refuse={COLLEAGUE: "550 5.1.1 no such user"}) as host:
        tables = desk.config.model_dump()
        settings = {**tables["smarthost"], "host": "127.0.0.1", "port": host.port}
        over_smtp = replace(desk, config=Config.model_validate({**tables, "smarthost": settings}))
        for _ in range(3):
            queue(over_smtp, USER, COLLEAGUE)
        with closing(SmtpMailer(over_smtp.config)) as mailer:
            assert dispatch(over_smtp, mailer) == DispatchResult(0, 0, 3)
            assert dispatch(over_smtp, mailer) == DispatchResult(3, 0, 0)
    assert host.connections == 1
    assert [taken.rcpt_tos for taken in host.taken] == [(USER,)] * 3 + [(DUTY,)] * 3


def test_a_held_mail_stays_until_it_is_retried(desk: Desk) -> None:
    number = queue(desk)
    with desk.store.begin() as work:
        hold(work, number)
    assert dispatch(desk, ScriptedMailer()) == DispatchResult(0, 0, 0)
    with desk.store.begin() as work:
        retry(work, number, START)
    assert dispatch(desk, ScriptedMailer()) == DispatchResult(1, 0, 0)


def test_a_retried_mail_goes_only_to_those_who_have_not_got_it(desk: Desk) -> None:
    number = queue(desk, USER, COLLEAGUE)
    dispatch(desk, ScriptedMailer({USER: Reply(550, "5.1.1 no")}), on_permanent_failure=lambda *_: None)
    with desk.store.begin() as work:
        retry(work, number, START)
    mailer = ScriptedMailer()
    assert dispatch(desk, mailer) == DispatchResult(1, 0, 0)
    assert mailer.sent[0][0] == (USER,)


def test_a_dropped_mail_is_failed_with_the_reason(desk: Desk) -> None:
    number = queue(desk)
    with desk.store.begin() as work:
        drop(work, number)
    row = shown(desk, number)
    assert (row.state, row.reason, row.next_attempt) == ("failed", DROPPED, None)
    assert dispatch(desk, ScriptedMailer()) == DispatchResult(0, 0, 0)


@pytest.mark.parametrize(
    ("verb", "state"),
    [
        ("retry", "sent"),
        ("retry", "sending"),
        ("retry", "suppressed"),
        ("hold", "sent"),
        ("hold", "sending"),
        ("hold", "held"),
        ("hold", "failed"),
        ("hold", "suppressed"),
        ("drop", "sent"),
        ("drop", "sending"),
        ("drop", "failed"),
        ("drop", "suppressed"),
        ("drop", "bounced"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_state(desk: Desk, verb: str, state: str) -> None:
    number = queue(desk, state=state)
    verbs: dict[str, Callable[[UnitOfWork], object]] = {
        "retry": lambda work: retry(work, number, START),
        "hold": lambda work: hold(work, number),
    }
    verbs["drop"] = lambda work: drop(work, number)
    with pytest.raises(NotAllowed, match=rf"mail {number} cannot be"), desk.store.begin() as work:
        verbs[verb](work)


def test_an_unknown_mail_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFound), desk.store.begin() as work:
        hold(work, 4711)


def test_the_documents_have_the_names_of_the_contract(desk: Desk) -> None:
    number = queue(desk, USER, COLLEAGUE, ticket_id=1, in_reply_to="<q@acorn.example>")
    row = shown(desk, number)
    outgoing = outgoing_document(row)
    assert set(outgoing) == {"id", "template", "audience", "envelope_from", "envelope_to", "headers", "text", "html"}
    assert outgoing["envelope_to"] == [USER, COLLEAGUE]
    listed = queue_row(row)
    assert listed["ticket"] == "T-001001"
    assert listed["next_attempt"] == "2026-03-03T09:00:00Z"
    assert listed["recipients"] == [{"address": one, "state": "queued", "reply": None} for one in (USER, COLLEAGUE)]
