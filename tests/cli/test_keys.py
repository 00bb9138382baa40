"""Keys that sign reply addresses are changed without losing replies to old mails."""

import re
import stat
from datetime import date

import pytest

from gateway.adapters.clock import FixedClock
from gateway.app.desk import build
from gateway.cli.opening import read_instant
from gateway.config import TokenKey, load, read_keys, rotated, token_keys
from gateway.domain.token import Signer
from gateway.errors import ConfigurationError, NotAllowed
from tests.support.commandline import CommandLine

DAY = "2026-11-22T12:00:00+00:00"
YEAR_LATER = "2027-11-22T12:00:00+00:00"
TOO_LATE = "2027-11-23T12:00:00+00:00"


def signer(gateway: CommandLine, at: str) -> Signer:
    desk = build(load(gateway.folder / "config.toml"), FixedClock(read_instant(at)))
    desk.store.close()
    return desk.signer


def test_a_new_key_signs_and_the_old_one_is_believed_for_its_time(gateway: CommandLine) -> None:
    old = signer(gateway, DAY).sub_address("reply", "T-001001")
    done = gateway("keys", "rotate", "--json", "--at", DAY)
    assert done.json == [
        {"id": "b", "state": "signs", "until": None},
        {"id": "a", "state": "believed", "until": "2027-11-22"},
    ]
    new = signer(gateway, DAY).sub_address("reply", "T-001001")
    assert new.partition(".")[2].startswith("b")
    for at, proof in ((DAY, "T-001001"), (YEAR_LATER, "T-001001"), (TOO_LATE, None)):
        assert signer(gateway, at).read_sub_address("reply", old) == proof
        assert signer(gateway, at).read_sub_address("reply", new) == "T-001001"


def test_the_file_stays_private_and_no_key_is_shown(gateway: CommandLine) -> None:
    file = gateway.folder / "gateway.key"
    before = file.read_text()
    shown = gateway("keys", "rotate", "--keep", "30", "--at", DAY).out + gateway("keys", "list", "--at", DAY).out
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert not re.search("[0-9a-f]{32}", shown)
    assert file.read_text().splitlines()[1] == f"{before.strip()}:2026-12-22"
    assert [one.name for one in gateway.folder.glob("gateway.key*")] == ["gateway.key"]


def test_ended_keys_leave_with_the_next_rotation(gateway: CommandLine) -> None:
    gateway("keys", "rotate", "--keep", "1", "--at", DAY)
    assert [one["state"] for one in gateway("keys", "list", "--json", "--at", YEAR_LATER).json] == ["signs", "ended"]
    rows = gateway("keys", "rotate", "--json", "--at", YEAR_LATER).json
    assert [(one["id"], one["state"]) for one in rows] == [("c", "signs"), ("b", "believed")]


def test_a_try_that_was_cut_off_is_not_overwritten(gateway: CommandLine) -> None:
    (gateway.folder / "gateway.key.new").write_text("b:half")
    before = (gateway.folder / "gateway.key").read_text()
    assert gateway("keys", "rotate").code == 2
    assert (gateway.folder / "gateway.key").read_text() == before


def test_when_every_id_is_taken_nothing_is_thrown_away() -> None:
    keys = tuple(TokenKey(one, b"0" * 16) for one in "abcdefghijklmnopqrstuvwxyz234567")
    with pytest.raises(NotAllowed):
        rotated(keys, b"1" * 16, date(2026, 11, 22), 365)


@pytest.mark.parametrize(
    "lines",
    [
        f"a:{'0' * 32}:2027-01-01\nb:{'1' * 32}",
        f"a:{'0' * 32}\nb:{'1' * 32}:soon",
        f"a:{'0' * 32}\nb:{'1' * 32}:",
        f"a:{'0' * 32}\na:{'1' * 32}:2027-01-01",
        f"A:{'0' * 32}",
        f"a:{'0' * 30}",
        "# nothing",
    ],
)
def test_a_file_that_cannot_be_meant_is_refused(gateway: CommandLine, lines: str) -> None:
    (gateway.folder / "gateway.key").write_text(lines)
    with pytest.raises(ConfigurationError) as refused:
        token_keys(load(gateway.folder / "config.toml"))
    assert "0000" not in str(refused.value)


def test_without_a_day_every_key_counts(gateway: CommandLine) -> None:
    (gateway.folder / "gateway.key").write_text(f"a:{'0' * 32}\nb:{'1' * 32}:2020-01-01\n")
    config = load(gateway.folder / "config.toml")
    assert list(read_keys(config)) == ["a", "b"]
    assert list(read_keys(config, date(2026, 1, 1))) == ["a"]
