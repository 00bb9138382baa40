"""`gateway init` and `gateway check`."""

import stat
from pathlib import Path

import pytest
from commandline import CommandLine

from gateway.config import load, read_keys


def test_init_makes_a_gateway_that_check_finds_well(empty: CommandLine) -> None:
    assert empty("init").code == 0
    done = empty("check")
    assert (done.code, done.err) == (0, "")
    assert "are well" in done.out


def test_init_creates_a_folder_with_all_files_in_it(empty: CommandLine) -> None:
    place = empty.folder / "new" / "desk"
    done = empty("init", str(place), "--json", config=False)
    assert done.code == 0
    assert sorted(one.name for one in place.iterdir()) == ["config.toml", "directory.toml", "gateway.db", "gateway.key"]
    assert len(done.json["created"]) == 3


def test_init_never_overwrites(empty: CommandLine) -> None:
    empty("init")
    before = {one.name: one.read_bytes() for one in empty.folder.iterdir() if one.suffix != ".db"}
    assert empty("init", "--json").json["created"] == []
    assert {one.name: one.read_bytes() for one in empty.folder.iterdir() if one.suffix != ".db"} == before


def test_init_uses_the_configuration_that_is_there(gateway: CommandLine) -> None:
    assert gateway("init", str(gateway.folder)).code == 0
    assert load(gateway.folder / "config.toml").gateway.allow_simulated_time


def test_key_and_database_are_for_their_owner_alone(empty: CommandLine) -> None:
    empty("init")
    for name in ("gateway.key", "gateway.db"):
        assert stat.S_IMODE((empty.folder / name).stat().st_mode) == 0o600


def test_the_new_key_can_be_read_and_has_256_bits(empty: CommandLine) -> None:
    empty("init")
    keys = read_keys(load(empty.folder / "config.toml"))
    assert {key_id: len(key) for key_id, key in keys.items()} == {"a": 32}


def test_init_refuses_two_places_at_once(empty: CommandLine) -> None:
    done = empty("init", str(empty.folder / "elsewhere"))
    assert done.code == 2
    assert "Leave one of the two out" in done.err


def test_check_names_file_key_and_sentence_of_every_fault(empty: CommandLine) -> None:
    (empty.folder / "config.toml").write_text(
        '[gateway]\nnmae = "x"\ndomain = "vendor.example"\ntimezone = "Mars/Base"\n'
        '[addresses]\nsupport = ["nobody"]\nescalation = ["e@vendor.example"]\nbounces = "b@vendor.example"\n'
    )
    done = empty("check")
    assert done.code == 1
    for key in (
        "gateway.name: ",
        "gateway.nmae: There is no such key.",
        "gateway.timezone: ",
        "addresses.support[1]: ",
    ):
        assert f"{empty.folder / 'config.toml'}: {key}" in done.err


def test_check_finds_faults_in_the_directory_file(gateway: CommandLine) -> None:
    file = gateway.folder / "directory.toml"
    file.write_text(file.read_text().replace('plan = "standard"', 'plan = "golden"'))
    done = gateway("check", "--json")
    assert done.code == 1
    assert [(one["file"], one["key"]) for one in done.json["faults"]] == [(str(file), "contract[C-1].plan")]


def test_check_finds_faults_in_rules_and_templates(gateway: CommandLine) -> None:
    (gateway.folder / "rules").mkdir()
    config = gateway.folder / "config.toml"
    config.write_text(config.read_text().replace("[addresses]", 'rules = "rules"\n\n[addresses]', 1))
    done = gateway("check")
    assert done.code == 1
    assert str(gateway.folder / "rules" / "intake.toml") in done.err


def test_check_says_when_the_key_is_missing_and_what_to_do(gateway: CommandLine) -> None:
    (gateway.folder / "gateway.key").unlink()
    done = gateway("check")
    assert done.code == 1
    assert "gateway.key" in done.err
    assert "Run: gateway init" in done.err


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ('[dkim]\nselector = "s"\nkey = { file = "no.pem" }', "no.pem"),
        ('[[listener]]\ncertificate = "no.crt"\nkey = "no.key"', "no.crt"),
        ('[[imap]]\nhost = "h"\nusername = "u"\npassword = { file = "no.pw" }', "no.pw"),
    ],
)
def test_check_finds_named_files_that_are_missing(gateway: CommandLine, table: str, key: str) -> None:
    config = gateway.folder / "config.toml"
    config.write_text(f"{config.read_text()}\n{table}\n")
    done = gateway("check")
    assert done.code == 1
    assert key in done.err


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('name = "Example Software"', 'name = "x"\nsender_name = "{nmae}"', "gateway.sender_name"),
        ('name = "Example Software"', 'name = "x"\ndatabase = "mysql://h/db"', "gateway.database"),
        ('verify = "off"', 'verify = "off"\ntrusted_peers = ["localhost"]', "authentication.trusted_peers"),
    ],
)
def test_check_finds_values_that_cannot_be_used(gateway: CommandLine, old: str, new: str, key: str) -> None:
    config = gateway.folder / "config.toml"
    config.write_text(config.read_text().replace(old, new, 1))
    done = gateway("check")
    assert done.code == 1
    assert f"{config}: {key}: " in done.err


def test_check_without_a_configuration_takes_the_only_one_below_and_says_so(
    gateway: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(gateway.folder.parent)
    monkeypatch.delenv("GATEWAY_CONFIG", raising=False)
    done = gateway("check", config=False)
    below = [one for one in Path().glob("*/config.toml")]
    assert done.code == (0 if len(below) == 1 else 1)
    assert "checking" in done.err or "gateway init" in done.err


def test_a_password_in_the_database_address_is_not_shown(empty: CommandLine) -> None:
    from gateway.cli.setup import without_password

    assert without_password("postgresql+psycopg://user:geheim@db/x") == "postgresql+psycopg://user:***@db/x"
