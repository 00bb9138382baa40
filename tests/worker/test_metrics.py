"""The metrics page."""

from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from gateway.store.store import Store
from gateway.worker.metrics import GatewayMetrics
from gateway.worker.tally import Tally


def samples(page: bytes) -> dict[tuple[str, str], float]:
    """By name and the one label."""
    families = text_string_to_metric_families(page.decode())
    return {(s.name, next(iter(s.labels.values()), "")): s.value for family in families for s in family.samples}


def test_the_names_are_those_operators_rely_on(tmp_path: Path) -> None:
    store, tally = Store(f"sqlite:///{tmp_path}/gateway.db"), Tally()
    store.migrate()
    tally.accept(0.02)
    tally.settle("new", 0.1)
    tally.settle("duplicate", 0.1)
    found = samples(GatewayMetrics(tally, store).render())
    assert found["gateway_mail_accepted_total", ""] == 1
    assert found["gateway_mail_settled_total", "new"] == 1
    assert found["gateway_mail_settled_total", "duplicate"] == 1
    assert found["gateway_mail_waiting", ""] == 0
    assert found["gateway_accept_seconds_bucket", "0.025"] == 1
    assert found["gateway_settle_seconds_count", ""] == 2
    store.close()


def test_what_the_database_knows_is_left_out_while_it_is_away(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/gone/gateway.db")
    found = samples(GatewayMetrics(Tally(), store).render())
    assert ("gateway_mail_waiting", "") not in found
    assert found["gateway_mail_accepted_total", ""] == 0
    store.close()
