"""Fixtures for more than one folder of tests."""

import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from gateway.store.store import Store
from tests.support.databases import postgres_server, sqlite_file, url_of, with_schema
from tests.support.edge import Edge, OpenEdge, config_for

# a run finds what the last one found, and a busy machine is no defect; `--hypothesis-profile=explore` looks further
settings.register_profile("suite", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=2000)
settings.load_profile("suite")


@pytest.fixture
def open_edge(tmp_path: Path) -> Iterator[OpenEdge]:
    """Opens edges with tables of the configuration as keywords, and stops them after the test."""
    opened: list[Edge] = []

    def open_one(store: Any = None, clock: Any = None, gate: Any = None, **tables: Any) -> Edge:
        edge = Edge(config_for(tmp_path, **tables), store, clock, gate)
        opened.append(edge)
        edge.open()
        return edge

    yield open_one
    for edge in opened:
        edge.stop()


@pytest.fixture
def edge(open_edge: OpenEdge) -> Edge:
    """An edge with the settings of `config_for`: the client comes from a trusted peer."""
    return open_edge()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A self-signed certificate for localhost: the keys `certificate` and `key` of a listener."""
    folder = tmp_path_factory.mktemp("tls")
    files = {"certificate": folder / "mail.crt", "key": folder / "mail.key"}
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "30"]
    paths = ["-out", str(files["certificate"]), "-keyout", str(files["key"])]
    subprocess.run([*command, *names, *paths], check=True, capture_output=True)
    return files


@pytest.fixture(scope="session")
def trusting(certificate: dict[str, Path]) -> ssl.SSLContext:
    """A client's TLS context that trusts the certificate."""
    return ssl.create_default_context(cafile=str(certificate["certificate"]))


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL server from a wheel, for the whole run."""
    with postgres_server() as url:
        yield url


@pytest.fixture(scope="session")
def postgres_schema(postgres: str) -> str:
    """The URL of a PostgreSQL database with the newest schema, emptied for every test."""
    return with_schema(postgres)


@pytest.fixture(scope="session")
def sqlite_schema() -> bytes:
    """The bytes of a SQLite file with the newest schema."""
    return sqlite_file()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database with the newest schema, once for each kind that the gateway supports."""
    return url_of(request.param, tmp_path, request)


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    """An empty store on each kind of database. It is patient: that the machine is busy is no defect."""
    opened = Store(database, wait_seconds=120)
    yield opened
    opened.close()
