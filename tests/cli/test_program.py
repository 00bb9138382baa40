"""How errors leave the program, and what every command shares."""

import shlex
import subprocess
import sys

import pytest

from gateway import __version__
from tests.support.commandline import CommandLine


def spoil_database(gateway: CommandLine) -> None:
    for file in gateway.folder.glob("gateway.db*"):
        file.unlink()
    (gateway.folder / "gateway.db").write_bytes(b"this is no database" * 100)


def test_the_version_is_shown(empty: CommandLine) -> None:
    done = empty("--version", config=False)
    assert (done.code, done.out) == (0, f"gateway {__version__}\n")


def test_the_package_can_be_run_as_a_module() -> None:
    done = subprocess.run([sys.executable, "-m", "gateway", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"gateway {__version__}\n"


@pytest.mark.parametrize("command", ["maintenance", "replay", "tikcet"])
def test_an_unknown_command_is_one_clear_line(empty: CommandLine, command: str) -> None:
    done = empty(command, "open", config=False)
    assert done.code == 2
    assert done.err == f"gateway: No such command '{command}'" + done.err.partition(f"'{command}'")[2]
    assert done.err.count("\n") == 1


def test_an_unknown_option_is_one_clear_line(empty: CommandLine) -> None:
    done = empty("receive", "--form")
    assert done.code == 2
    assert "--form" in done.err
    assert "Run: gateway receive --help" in done.err


def test_a_group_without_a_command_shows_its_help(empty: CommandLine) -> None:
    done = empty("ticket")
    assert done.code == 2
    assert done.err.startswith("Usage: gateway ticket")


def test_a_missing_configuration_says_what_to_do(empty: CommandLine) -> None:
    done = empty("ticket", "list")
    assert done.code == 1
    assert done.err.startswith(f"gateway: {empty.folder / 'config.toml'}: cannot be read")
    assert done.err.endswith("Run: gateway init\n")


def test_a_database_without_tables_says_what_to_do(empty: CommandLine) -> None:
    empty("init")
    (empty.folder / "gateway.db").unlink()
    done = empty("ticket", "list")
    assert done.code == 75
    assert done.err.endswith("Run: gateway init\n")
    assert "Traceback" not in done.err


def test_simulated_time_needs_permission(gateway: CommandLine) -> None:
    config = gateway.folder / "config.toml"
    config.write_text(config.read_text().replace("allow_simulated_time = true", "allow_simulated_time = false"))
    done = gateway("tick", "--at", "2026-03-02T09:00:00+01:00")
    assert done.code == 2
    assert "allow_simulated_time" in done.err


@pytest.mark.parametrize(
    "text", ["2026-03-02T09:00:00", "yesterday", "2026-13-01T00:00:00Z", "0001-01-01T00:00:00+14:00"]
)
def test_simulated_time_must_be_iso_8601_with_offset(gateway: CommandLine, text: str) -> None:
    done = gateway("tick", "--at", text)
    assert done.code == 2
    assert "ISO 8601" in done.err


def test_an_unexpected_error_is_one_line_with_the_way_to_its_trace(gateway: CommandLine) -> None:
    spoil_database(gateway)
    done = gateway("ticket", "list")
    assert done.code == 1
    assert "unexpected DatabaseError" in done.err
    assert "GATEWAY_DEBUG=1" in done.err
    assert done.err.count("\n") == 1


def test_the_trace_of_an_unexpected_error_is_shown_on_request(
    gateway: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil_database(gateway)
    monkeypatch.setenv("GATEWAY_DEBUG", "1")
    assert "Traceback" in gateway("ticket", "list").err


def test_a_configuration_that_is_a_folder_is_told_in_one_line(gateway: CommandLine) -> None:
    (gateway.folder / "config.toml").unlink()
    (gateway.folder / "config.toml").mkdir()
    done = gateway("ticket", "list")
    assert (done.code, done.err.count("\n")) == (1, 1)


def test_shell_completion_can_be_shown() -> None:
    script = f"{shlex.quote(sys.executable)} -m gateway --show-completion; exit $?"  # it asks which shell called it
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, "complete" in done.stdout) == (0, True), done.stderr


@pytest.mark.parametrize(
    ("arguments", "shown_by"),
    [
        (("queue", "show", "T-001001"), "gateway queue list"),
        (("queue", "retry", "12", "x"), "gateway queue list"),
        (("mail", "show", "x"), "gateway mail list"),
        (("mail", "show", "9" * 40), "gateway mail list"),
        (("quarantine", "release", "1.5"), "gateway mail list"),
    ],
)
def test_an_id_that_is_no_number_is_told_in_one_line_of_our_own(
    gateway: CommandLine, arguments: tuple[str, ...], shown_by: str
) -> None:
    done = gateway(*arguments)
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert f"a number is expected, such as 12; {shown_by} shows them" in done.err
    assert "valid integer" not in done.err
