"""A PostgreSQL database that nobody has prepared: what to run is said, never a trace."""

import pytest

from tests.support.commandline import CommandLine
from tests.support.databases import fresh_database


@pytest.fixture
def unprepared(empty: CommandLine, postgres: str) -> CommandLine:
    empty("init")
    config = empty.folder / "config.toml"
    written = [one for one in config.read_text().splitlines() if not one.startswith("database = ")]
    where = written.index("[gateway]") + 1
    config.write_text("\n".join([*written[:where], f'database = "{fresh_database(postgres)}"', *written[where:]]))
    return empty


@pytest.mark.parametrize("command", [("ticket", "list"), ("queue", "list"), ("tick",), ("renewals", "forecast")])
def test_a_command_says_that_the_database_is_to_be_prepared(unprepared: CommandLine, command: tuple[str, ...]) -> None:
    done = unprepared(*command)
    assert done.code == 75
    assert done.err.endswith("Run: gateway init\n")
    assert "Traceback" not in done.err


def test_doctor_says_so_for_the_database_and_for_what_is_read_from_it(unprepared: CommandLine) -> None:
    done = unprepared("doctor")
    assert done.code == 1
    assert "has not the newest schema" in done.out
    assert "Run: gateway init" in done.out
    assert "Traceback" not in done.out + done.err


def test_init_prepares_it(unprepared: CommandLine) -> None:
    assert unprepared("init").code == 0
    assert unprepared("ticket", "list").code == 0
