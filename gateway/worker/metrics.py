"""The tally in the words of Prometheus, with what only the database knows."""

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from threading import Lock, Thread

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from gateway.adapters.clock import SystemClock
from gateway.domain.byte_class import STRANGERS
from gateway.errors import GatewayError
from gateway.ports import Clock
from gateway.store.inbox.day_bytes import NO_END
from gateway.store.outgoing.outbox import DONE, IN_HAND
from gateway.store.store import Store, UnitOfWork
from gateway.worker.process_metrics import Histogram, ProcessMetrics
from gateway.worker.role import Role

log = logging.getLogger(__name__)

DATABASE_SECONDS = 3.0  # Prometheus itself waits for ten
SHARE = 100
_Found = tuple[int, int, int, dict[str, int]]


class History:
    """How many mails were sent, given up and so on: numbers that take the longer to count the more there are.

    They are counted again when the last count is a hundred times as old as it took long, so that scrapes cost the
    database at most one hundredth of its time however large the history grows.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._known: dict[str, int] = {}
        self._next = 0.0

    def counts(self, work: UnitOfWork) -> dict[str, int]:
        """By state, perhaps a little old; what another thread is counting just now is not counted twice."""
        if self._clock() >= self._next and self._lock.acquire(blocking=False):
            try:
                begun = self._clock()
                self._known = work.outbox.counts(DONE)
                ended = self._clock()
                self._next = ended + SHARE * (ended - begun)
            finally:
                self._lock.release()
        return self._known


class GatewayMetrics(Collector):
    """Collects at every scrape. What the database knows is left out while it is away."""

    def __init__(
        self,
        tally: ProcessMetrics,
        store: Store,
        mailboxes: Callable[[], Mapping[str, bool]] = dict,
        clock: Clock = SystemClock(),  # noqa: B008 - it has no state
    ) -> None:
        self._tally = tally
        self._clock = clock
        self._mailboxes = mailboxes
        self._store = store
        self._history = History()
        self._registry = CollectorRegistry(auto_describe=False)
        self._registry.register(self)

    def render(self) -> bytes:
        """The text format, version 0.0.4."""
        return generate_latest(self._registry)

    def collect(self) -> Iterator[Metric]:
        """All metrics."""
        tally = self._tally
        yield CounterMetricFamily("gateway_mail_accepted", "Mails kept and synced.", value=tally.accepted)
        settled = CounterMetricFamily("gateway_mail_settled", "Mails settled, by decision.", labels=["decision"])
        for decision, count in sorted(dict(tally.settled).items()):
            settled.add_metric([decision], count)
        yield settled
        refused = CounterMetricFamily("gateway_mail_refused", "Mails put off for their bytes.", labels=["reason"])
        for reason, count in sorted(dict(tally.refused).items()):
            refused.add_metric([reason], count)
        yield refused
        readings = CounterMetricFamily("gateway_readings", "Readings made ahead, by outcome.", labels=["outcome"])
        for outcome, count in sorted(dict(tally.readings).items()):
            readings.add_metric([outcome], count)
        yield readings
        yield _histogram("gateway_accept_seconds", "From the final dot to its answer.", tally.accept_seconds)
        yield _histogram("gateway_settle_seconds", "From acceptance to the decision.", tally.settle_seconds)
        yield GaugeMetricFamily(
            "gateway_decider", "Settles mail and runs the timers (1).", value=tally.role is Role.DECIDING
        )
        mailboxes = GaugeMetricFamily("gateway_mailbox_up", "Mailboxes that can be read (1).", labels=["mailbox"])
        for mailbox, is_well in self._mailboxes().items():
            mailboxes.add_metric([mailbox], is_well)
        yield mailboxes
        yield from self._from_database()

    def _from_database(self) -> list[Metric]:
        answer: Future[_Found] = Future()
        Thread(target=self._ask, args=(answer,), name="metrics", daemon=True).start()
        try:
            waiting, quarantined, strangers, counts = answer.result(DATABASE_SECONDS)
        except (GatewayError, TimeoutError) as error:
            log.warning("metrics without the database", extra={"reason": str(error) or "no answer in time"})
            return []
        outgoing = GaugeMetricFamily("gateway_outgoing", "Outgoing mails, by state.", labels=["state"])
        for state, count in sorted(counts.items()):
            outgoing.add_metric([state], count)
        aside = GaugeMetricFamily("gateway_quarantine_waiting", "Mails that wait for a person.", value=quarantined)
        return [
            GaugeMetricFamily("gateway_mail_waiting", "Mails kept but not settled.", value=waiting),
            aside,
            GaugeMetricFamily("gateway_strangers_bytes_today", "Bytes of settled mail of strangers.", value=strangers),
            outgoing,
        ]

    def _ask(self, answer: "Future[_Found]") -> None:
        try:
            with self._store.read() as work:
                waiting = work.mails.count_waiting()  # first: what moves out of the spool meanwhile is not missed
                counts = {**self._history.counts(work), **work.outbox.counts(IN_HAND)}
                strangers = work.day_bytes.largest(self._clock.now().date(), NO_END).get(STRANGERS, 0)
                found = waiting, work.quarantines.count_waiting(), strangers, counts
        except BaseException as error:  # whatever it is belongs to the scrape that waits for the answer
            answer.set_exception(error)
        else:  # only now: who has the answer may close the store
            answer.set_result(found)


def _histogram(name: str, text: str, histogram: Histogram) -> HistogramMetricFamily:
    return HistogramMetricFamily(name, text, buckets=histogram.buckets(), sum_value=histogram.total)
