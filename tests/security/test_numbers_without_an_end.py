"""Numbers that no column and no date can hold: an error that says so, never a crash."""

from pathlib import Path

import pytest

from tests.support.commandline import CommandLine

TOO_MUCH = str(2**63)
SAYS = ("mail show", "mail raw", "queue show", "queue retry", "quarantine release")
LISTS = ("mail list --limit", "queue list --limit", "quarantine list --limit", "ticket list --limit")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("vendor")


@pytest.mark.parametrize("command", [*SAYS, *LISTS, "keys rotate --keep"])
def test_a_number_from_two_to_the_power_of_63_is_an_error_in_the_option(
    folder: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    gateway = CommandLine(folder, capsys)
    if not (folder / "config.toml").exists():
        assert gateway("init", "--trial", str(folder), config=False).code == 0
    done = gateway(*command.split(), TOO_MUCH)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("gateway: Invalid value for ")
