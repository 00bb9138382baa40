"""The metrics page."""

from datetime import UTC, datetime
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from gateway.domain.outgoing.entry import OutboxEntry
from gateway.domain.outgoing.states import State
from gateway.store.store import Store
from gateway.worker.metrics import GatewayMetrics, History
from gateway.worker.process_metrics import ProcessMetrics


def samples(page: bytes) -> dict[tuple[str, str], float]:
    """By name and the one label."""
    families = text_string_to_metric_families(page.decode())
    return {(s.name, next(iter(s.labels.values()), "")): s.value for family in families for s in family.samples}


def test_the_names_are_those_operators_rely_on(tmp_path: Path) -> None:
    store, tally = Store(f"sqlite:///{tmp_path}/gateway.db"), ProcessMetrics()
    store.migrate()
    tally.accept(0.02)
    tally.refuse("strangers")
    tally.settle("new", 0.1)
    tally.settle("duplicate", 0.1)
    tally.read("used", 3)
    found = samples(GatewayMetrics(tally, store).render())
    assert found["gateway_decider", ""] == 0
    assert found["gateway_readings_total", "used"] == 3
    assert found["gateway_mail_accepted_total", ""] == 1
    assert found["gateway_mail_settled_total", "new"] == 1
    assert found["gateway_mail_settled_total", "duplicate"] == 1
    assert found["gateway_mail_refused_total", "strangers"] == 1
    assert found["gateway_strangers_bytes_today", ""] == 0
    assert found["gateway_mail_waiting", ""] == 0
    assert found["gateway_quarantine_waiting", ""] == 0
    assert found["gateway_accept_seconds_bucket", "0.025"] == 1
    assert found["gateway_settle_seconds_count", ""] == 2
    store.close()


def queue(store: Store, state: State) -> None:
    with store.begin() as work:
        at = datetime(2026, 3, 2, tzinfo=UTC)
        entry = OutboxEntry(
            work.outbox.next_id(), "ack_new_ticket", "customer", "x", "x", {}, "x", "x", (), at, at, state
        )
        work.outbox.add(entry)


def test_outgoing_mail_is_counted_by_state(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/gateway.db")
    store.migrate()
    for state in ("queued", "sent", "sent", "held", "suppressed"):
        queue(store, state)
    found = samples(GatewayMetrics(ProcessMetrics(), store).render())
    assert found["gateway_outgoing", "sent"] == 2
    assert [found["gateway_outgoing", state] for state in ("queued", "held", "suppressed")] == [1, 1, 1]
    store.close()


def test_the_longer_history_takes_to_count_the_less_often_it_is_counted(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/gateway.db")
    store.migrate()
    times = [0.0, 0.0, 2.0]  # the count takes two seconds
    history = History(lambda: times.pop(0))
    with store.read() as work:
        assert history.counts(work) == {}
    queue(store, "sent")
    times[:] = [200.0]
    with store.read() as work:
        assert history.counts(work) == {}
    times[:] = [203.0, 203.0, 203.0]
    with store.read() as work:
        assert history.counts(work) == {"sent": 1}
    store.close()


def test_what_the_database_knows_is_left_out_while_it_is_away(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/gone/gateway.db")
    found = samples(GatewayMetrics(ProcessMetrics(), store).render())
    assert ("gateway_mail_waiting", "") not in found
    assert found["gateway_mail_accepted_total", ""] == 0
    store.close()


def test_a_mailbox_that_cannot_be_read_is_seen(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/gateway.db")
    store.migrate()
    found = samples(GatewayMetrics(ProcessMetrics(), store, lambda: {"one": True, "other": False}).render())
    assert [found["gateway_mailbox_up", name] for name in ("one", "other")] == [1, 0]
    store.close()
