"""A gateway in a folder, as `gateway init` makes it, with a small directory."""

from pathlib import Path

import pytest
from commandline import CommandLine

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


@pytest.fixture
def empty(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    """A folder with nothing in it."""
    return CommandLine(tmp_path, capsys)


@pytest.fixture
def gateway(empty: CommandLine) -> CommandLine:
    """Ready to receive, with the starter directory imported."""
    (empty.folder / "config.toml").write_text(CONFIG)
    assert empty("init", str(empty.folder)).code == 0
    assert empty("directory", "import", str(empty.folder / "directory.toml")).code == 0
    return empty
