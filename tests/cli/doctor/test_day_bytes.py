"""The doctor shows what is used of the bytes of today, and who is over a limit."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gateway.cli.doctor.day_bytes import bytes_of_today
from gateway.cli.doctor.findings import Advice
from gateway.config import Config
from gateway.domain.byte_class import STRANGERS, of_organization
from gateway.store.store import Store
from tests.support.desk import further_store
from tests.support.edge import config_for

MIB = 2**20
LIMITS = {"strangers_bytes_per_day": 100 * MIB, "organization_bytes_per_day": 200 * MIB, "message_bytes": 10 * MIB}


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return config_for(tmp_path, limits=LIMITS)


@pytest.fixture
def store(sqlite_schema: bytes, tmp_path: Path) -> Iterator[Store]:
    opened = further_store(sqlite_schema, tmp_path / "database")
    yield opened
    opened.close()


def keep(store: Store, byte_class: str, size: int) -> None:
    with store.begin() as work:
        work.day_bytes.add({(datetime.now(UTC).date(), byte_class): size})


def test_what_is_used_is_shown(config: Config, store: Store) -> None:
    keep(store, STRANGERS, 7 * MIB)
    keep(store, of_organization("acorn"), 150 * MIB)
    assert bytes_of_today(config, store) == "strangers have sent 7 MiB today of 100"


def test_who_is_over_a_limit_is_named_with_what_to_do(config: Config, store: Store) -> None:
    keep(store, STRANGERS, 95 * MIB)
    keep(store, of_organization("acorn"), 200 * MIB)
    found = bytes_of_today(config, store)
    assert isinstance(found, Advice)
    assert found.detail == "strangers have sent 95 MiB today of 100; customers over their limit: acorn"
    assert "midnight UTC" in found.next_step


def test_a_database_that_is_away_is_no_second_failure(config: Config, tmp_path: Path) -> None:
    assert "not looked at" in str(bytes_of_today(config, Store(f"sqlite:///{tmp_path}/gone/gateway.db")))
