"""Hand queued mail to the smarthost."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from gateway.config import Config
from gateway.desk.delivery.content import composer_of
from gateway.desk.delivery.copies import copies_of
from gateway.desk.delivery.failure_alerts import TEMPLATE as FAILURE_ALERT
from gateway.desk.delivery.failure_alerts import alert_failure
from gateway.desk.delivery.lease import LeaseKeeper
from gateway.desk.delivery.scan import keep_back_unclean
from gateway.desk.desk import Desk
from gateway.desk.outgoing.delivery_result import Failure, judge
from gateway.domain.outgoing.entry import OutboxEntry
from gateway.mail.compose import ComposeError
from gateway.ports import Mailer, Reply
from gateway.store.store import UnitOfWork

DEFAULT_LIMIT: Final = 10_000
AWAY_BATCH: Final = 500  # mails deferred in one transaction when the host is away
PATIENCE: Final = 3  # connections in a row that break before the host counts as away
LOST: Final = 421
TOO_SLOW: Final = Reply(451, "4.4.1 the host was too slow to take a copy for everybody at once")
Replies = Mapping[str, Reply]
OnFailure = Callable[[Desk, UnitOfWork, OutboxEntry, Sequence[Failure], datetime], None]


@dataclass(frozen=True, slots=True)
class DispatchResult:
    """How many mails were sent, put off, given up. A mail of several recipients counts once, by its state."""

    sent: int
    deferred: int
    failed: int


def dispatch(
    desk: Desk, mailer: Mailer, limit: int = DEFAULT_LIMIT, on_permanent_failure: OnFailure = alert_failure
) -> DispatchResult:
    """Send up to `limit` mails that are due, oldest first. Raises DatabaseAway, DiskFull.

    What is queued meanwhile, such as an alert about a failure, is left to the next run.

    A mail is sent at least once: when the process dies between the answer of the host and the commit, the mail is sent
    again with the same bytes and the same Message-ID, so that receivers can tell. Several dispatchers may work at once:
    a mail is claimed for a time (lease), renewed while it is being sent, and who comes back too late changes nothing
    (fencing token).
    """
    run = _Round(desk, mailer, on_permanent_failure)
    with desk.store.begin() as work:
        run.newest_id = work.outbox.newest_id()
        entries = run.claim(work, min(limit, 1))
    if entries:
        with LeaseKeeper(desk, lease_seconds(desk.config)) as keeper:
            _send_all(run, entries[0], limit, keeper)
    return DispatchResult(run.tally["sent"], run.tally["deferred"], run.tally["failed"])


def lease_seconds(config: Config) -> float:
    """How long a claim lasts after the last sign of life of its sender."""
    return 2 * config.smarthost.timeout + 10 + (config.limits.scan_seconds if config.limits.scan else 0)


def _send_all(run: "_Round", first: OutboxEntry, limit: int, keeper: LeaseKeeper) -> None:
    entries = [first]
    while entries:
        with keeper.keeping(entries[0]):
            replies = run.hand_over(entries[0])
        # one transaction, one sync: the outcome of this mail and the claim of the next
        with run.desk.store.begin() as work:
            run.record(work, entries[0], replies)
            left = limit - run.handled
            if run.away:
                run.put_off(work, min(left, AWAY_BATCH), next(iter(replies.values())))
            entries = [] if run.away else run.claim(work, min(left, 1))


class _Round:
    """One run of dispatch: what it needs and what it has done so far."""

    def __init__(self, desk: Desk, mailer: Mailer, on_permanent_failure: OnFailure) -> None:
        self.desk = desk
        self._mailer = mailer
        self._on_permanent_failure = on_permanent_failure
        self._broken_in_a_row = 0
        self.tally: Counter[str] = Counter()
        self.newest_id = 0
        self.handled = 0
        self.away = False

    def claim(self, work: UnitOfWork, limit: int) -> list[OutboxEntry]:
        """Mails that are due, ours for the time of the lease."""
        if limit <= 0:
            return []
        return work.outbox.claim(self.desk.clock.now(), lease_seconds(self.desk.config), limit, self.newest_id)

    def hand_over(self, entry: OutboxEntry) -> Replies:
        """Compose and send, outside of any transaction."""
        self.handled += 1
        replies: dict[str, Reply] = {}
        late = self.desk.clock.now() + timedelta(seconds=self.desk.config.smarthost.timeout)  # well before the lease
        try:
            entry = keep_back_unclean(self.desk, entry)
            compose = composer_of(self.desk, entry)
            for copy in copies_of(self.desk, entry):
                if replies and (self.desk.clock.now() > late or _is_away(replies)):
                    break
                replies |= self._mailer.send(copy.envelope_from, (copy.recipient,), compose(copy.headers))
        except ComposeError as error:
            return self._for_others(entry, replies, Reply(554, f"5.6.0 the mail cannot be written: {error}"))
        except Exception as error:  # a defect that one mail brings out must not hold up all others
            return self._for_others(entry, replies, Reply(451, f"4.3.0 {type(error).__name__}: {error}"))
        self._watch(replies)
        return self._for_others(entry, replies, _last(replies) if _is_away(replies) else TOO_SLOW)

    @staticmethod
    def _for_others(entry: OutboxEntry, replies: dict[str, Reply], reply: Reply) -> Replies:
        """The answers, and this one for those whose copy was not tried: who has theirs gets no second one."""
        return dict.fromkeys(_addresses(entry), reply) | replies

    def record(self, work: UnitOfWork, entry: OutboxEntry, replies: Replies) -> None:
        """Write what became of a mail, unless somebody else has taken it over."""
        found, now = work.outbox.claimed(entry), self.desk.clock.now()
        if found is None:
            return
        result = judge(found, replies, self._smarthost, now)
        done = result.entry
        if result.failures and entry.template != FAILURE_ALERT:
            problem = self._report(work, found, result.failures, now)
            done = replace(done, reason=f"{done.reason}{problem}")
        work.outbox.finish(done)
        self.tally[done.state] += 1

    def put_off(self, work: UnitOfWork, limit: int, reply: Reply) -> None:
        """Defer what else is due without trying: the host is away."""
        for entry in self.claim(work, limit):
            self.handled += 1
            self.record(work, entry, dict.fromkeys(_addresses(entry), reply))

    @property
    def _smarthost(self) -> str:
        return f"smarthost {self.desk.config.smarthost.host}:{self.desk.config.smarthost.port}"

    def _watch(self, replies: Replies) -> None:
        codes = {reply.code for reply in replies.values()}
        self._broken_in_a_row = self._broken_in_a_row + 1 if codes == {LOST} else 0
        self.away = codes == {0} or self._broken_in_a_row >= PATIENCE

    def _report(self, work: UnitOfWork, entry: OutboxEntry, failures: Sequence[Failure], now: datetime) -> str:
        try:
            with work.savepoint():
                self._on_permanent_failure(self.desk, work, entry, failures, now)
        except Exception as error:  # that the mail failed must be kept, also when nobody can be told
            return f" (nobody was told: {type(error).__name__}: {error})"
        return ""


def _last(replies: dict[str, Reply]) -> Reply:
    return next(reversed(replies.values()))


def _is_away(replies: dict[str, Reply]) -> bool:
    """Is the host away, or did it hang up? Then it is not asked again for each of the others."""
    return bool(replies) and _last(replies).code in (0, LOST)


def _addresses(entry: OutboxEntry) -> tuple[str, ...]:
    """Those who have no final answer yet."""
    return tuple(one.address for one in entry.recipients if one.is_waiting)
