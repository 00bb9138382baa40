"""Other users of the machine read the configuration, the directory, the mail that was captured: they must not."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.support.commandline import CommandLine

OTHERS = 0o077


def test_what_init_makes_is_for_its_owner_alone_however_generous_the_shell_is(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "gateway", "init", "--trial", str(tmp_path / "desk")]
    subprocess.run(command, check=True, capture_output=True, umask=0, timeout=120)
    made = [tmp_path / "desk", *(tmp_path / "desk").rglob("*")]
    assert {"config.toml", "directory.toml", "gateway.db", "gateway.key"} <= {one.name for one in made}
    assert [one.name for one in made if one.stat().st_mode & OTHERS] == []


@pytest.mark.parametrize(
    ("name", "mode", "step"),
    [
        ("config.toml", 0o644, "chmod g-wx,o="),
        ("directory.toml", 0o604, "chmod g-wx,o="),
        ("gateway.db", 0o640, "chmod go="),
        ("gateway.spool.db", 0o640, "chmod go="),
        ("captured", 0o755, "chmod go="),
    ],
)
def test_the_doctor_names_each_file_that_others_may_read_and_what_to_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, mode: int, step: str
) -> None:
    gateway = made(tmp_path, capsys)
    file = tmp_path / name
    file.chmod(mode)
    found = files_check(gateway)
    assert not found["ok"]
    assert str(found["next_step"]).startswith(f"Run: {step} {file}")
    for one in tmp_path.glob(f"{name}*"):  # SQLite gives the files beside a database its rights
        one.chmod(mode & 0o700)
    assert files_check(gateway)["ok"]


def test_a_group_may_read_the_configuration(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gateway = made(tmp_path, capsys)
    (tmp_path / "config.toml").chmod(0o640)
    assert files_check(gateway)["ok"]


def made(folder: Path, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    """A gateway that captures its mail, all of it for its owner alone."""
    gateway = CommandLine(folder, capsys)
    assert gateway("init", "--trial", str(folder), config=False).code == 0
    config = (folder / "config.toml").read_text(encoding="utf-8")
    captured = tomllib.loads(config)["smarthost"].get("capture")
    assert captured
    (folder / captured).rename(folder / "captured") if (folder / captured).exists() else (folder / "captured").mkdir()
    (folder / "config.toml").write_text(config.replace(f'"{captured}"', '"captured"'), encoding="utf-8")
    (folder / "gateway.spool.db").touch()  # made with the first mail
    for one in folder.iterdir():
        one.chmod(0o700 if one.is_dir() else 0o600)
    return gateway


def files_check(gateway: CommandLine) -> dict[str, object]:
    checks = {one["check"]: one for one in json.loads(gateway("doctor", "--json").out)}
    found: dict[str, object] = checks["files"]
    return found


def test_the_unit_that_is_shipped_gives_the_gateway_no_rights_of_the_machine() -> None:
    lines = (Path(__file__).parents[2] / "deploy/gateway.service").read_text(encoding="utf-8").splitlines()
    wanted = {"CapabilityBoundingSet=", "SystemCallFilter=@system-service", "RestrictNamespaces=yes", "UMask=0077"}
    assert wanted <= set(lines)
