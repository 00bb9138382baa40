"""Hand queued mail to the smarthost."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from gateway.desk.alert_failure import TEMPLATE as FAILURE_ALERT
from gateway.desk.alert_failure import alert_failure
from gateway.desk.desk import Desk
from gateway.desk.handover import Failure, judge
from gateway.mail.compose import ComposeError, compose
from gateway.ports import Mailer, Reply
from gateway.store.outbox import Letter
from gateway.store.store import Work

DEFAULT_LIMIT: Final = 10_000
AWAY_BATCH: Final = 500  # mails deferred in one transaction when the host is away
PATIENCE: Final = 3  # connections in a row that break before the host counts as away
LOST: Final = 421
Replies = Mapping[str, Reply]
OnFailure = Callable[[Desk, Work, Mapping[str, object], Sequence[Failure], datetime], None]


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
    a mail is claimed for a time (lease), and who comes back too late changes nothing (fencing token).
    """
    run = _Round(desk, mailer, on_permanent_failure)
    with desk.store.begin() as work:
        run.newest_id = work.outbox.newest_id()
        letters = run.claim(work, min(limit, 1))
    while letters:
        replies = run.hand_over(letters[0])
        # one transaction, one sync: the outcome of this mail and the claim of the next
        with desk.store.begin() as work:
            run.record(work, letters[0], replies)
            left = limit - run.handled
            if run.away:
                run.put_off(work, min(left, AWAY_BATCH), next(iter(replies.values())))
            letters = [] if run.away else run.claim(work, min(left, 1))
    return DispatchResult(run.tally["sent"], run.tally["deferred"], run.tally["failed"])


class _Round:
    """One run of dispatch: what it needs and what it has done so far."""

    def __init__(self, desk: Desk, mailer: Mailer, on_permanent_failure: OnFailure) -> None:
        self._desk = desk
        self._mailer = mailer
        self._on_permanent_failure = on_permanent_failure
        self._broken_in_a_row = 0
        self.tally: Counter[str] = Counter()
        self.newest_id = 0
        self.handled = 0
        self.away = False

    def claim(self, work: Work, limit: int) -> list[Letter]:
        """Mails that are due, ours for the time of the lease."""
        # connecting and one answer may each take the timeout; a slower host gets the mail twice rather than never
        lease_seconds = 2 * self._desk.config.smarthost.timeout + 10
        if limit <= 0:
            return []
        return work.outbox.claim(self._desk.clock.now(), lease_seconds, limit, self.newest_id)

    def hand_over(self, letter: Letter) -> Replies:
        """Compose and send, outside of any transaction."""
        self.handled += 1
        try:
            content = self._content(letter)
            replies = self._mailer.send(letter.envelope_from, letter.recipients, content)
        except ComposeError as error:
            return dict.fromkeys(letter.recipients, Reply(554, f"5.6.0 the mail cannot be written: {error}"))
        except Exception as error:  # a defect that one mail brings out must not hold up all others
            return dict.fromkeys(letter.recipients, Reply(451, f"4.3.0 {type(error).__name__}: {error}"))
        self._watch(replies)
        return replies

    def record(self, work: Work, letter: Letter, replies: Replies) -> None:
        """Write what became of a mail, unless somebody else has taken it over."""
        row, now = work.outbox.claimed(letter), self._desk.clock.now()
        if row is None:
            return
        outcome = judge(row, replies, self._smarthost, now)
        columns = dict(outcome.columns)
        if outcome.failures and letter.template != FAILURE_ALERT:
            problem = self._report(work, row, outcome.failures, now)
            columns["reason"] = f"{columns['reason']}{problem}"
        work.outbox.finish(letter, **columns)
        self.tally[outcome.state] += 1

    def put_off(self, work: Work, limit: int, reply: Reply) -> None:
        """Defer what else is due without trying: the host is away."""
        for letter in self.claim(work, limit):
            self.handled += 1
            self.record(work, letter, dict.fromkeys(letter.recipients, reply))

    @property
    def _smarthost(self) -> str:
        return f"smarthost {self._desk.config.smarthost.host}:{self._desk.config.smarthost.port}"

    def _content(self, letter: Letter) -> bytes:
        language = letter.headers.get("Content-Language", self._desk.config.gateway.language)
        html = self._desk.templates.html(letter.text, language) if letter.html else None
        return compose(letter.headers, letter.text, html, letter.created)

    def _watch(self, replies: Replies) -> None:
        codes = {reply.code for reply in replies.values()}
        self._broken_in_a_row = self._broken_in_a_row + 1 if codes == {LOST} else 0
        self.away = codes == {0} or self._broken_in_a_row >= PATIENCE

    def _report(self, work: Work, row: Mapping[str, object], failures: Sequence[Failure], now: datetime) -> str:
        try:
            with work.savepoint():
                self._on_permanent_failure(self._desk, work, row, failures, now)
        except Exception as error:  # that the mail failed must be kept, also when nobody can be told
            return f" (nobody was told: {type(error).__name__}: {error})"
        return ""
