"""A gateway in a folder, as `gateway init` makes it, with a small directory."""

import shutil
from pathlib import Path

import pytest

from gateway.cli.program import run
from tests.support.commandline import CommandLine

CONFIG = """
[gateway]
name = "Example Software"
domain = "vendor.example"
allow_simulated_time = true
timezone = "Europe/Amsterdam"

[addresses]
support = ["support@vendor.example"]
escalation = ["escalation@vendor.example"]
bounces = "bounces@vendor.example"

[authentication]
trusted_authserv_ids = ["mx.vendor.example"]
verify = "off"
"""


@pytest.fixture(autouse=True)
def _as_in_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run of several tests at a time tells its workers the width of its own terminal."""
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture
def empty(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    """A folder with nothing in it."""
    return CommandLine(tmp_path, capsys)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as `gateway init` leaves it, with the starter directory imported."""
    folder = tmp_path_factory.mktemp("prepared")
    (folder / "config.toml").write_text(CONFIG)
    named = ["--config", str(folder / "config.toml")]
    assert run([*named, "init", str(folder)]) == 0
    assert run([*named, "directory", "import", str(folder / "directory.toml")]) == 0
    return folder


@pytest.fixture
def gateway(empty: CommandLine, prepared: Path) -> CommandLine:
    """Ready to receive, with the starter directory imported."""
    shutil.copytree(prepared, empty.folder, dirs_exist_ok=True)
    return empty
