"""`gateway init` and `gateway check`."""

import re
import shlex
import shutil
import sqlite3
import stat
import subprocess
from contextlib import closing
from pathlib import Path
from shutil import copytree

import pytest

from gateway.config import load, read_keys, shipped
from gateway.store.process_lock import DECIDER
from gateway.store.store import Store
from tests.support.commandline import CommandLine, Done


def faults_in(done: Done) -> list[str]:
    """What is told on standard error, without notes: those are about texts that somebody may still write."""
    return [line for line in done.err.splitlines() if not line.startswith("gateway: note: ")]


def test_init_makes_a_gateway_that_check_finds_well(empty: CommandLine) -> None:
    assert empty("init").code == 0
    done = empty("check")
    assert (done.code, faults_in(done)) == (0, [])
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


def test_init_leaves_a_schema_alone_that_is_newer(empty: CommandLine) -> None:
    empty("init")
    with closing(sqlite3.connect(empty.folder / "gateway.db")) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    done = empty("init")
    assert done.code == 1
    assert "the database has a newer schema than this program knows. Use the newer version here" in done.err


def test_init_does_not_change_the_schema_under_a_gateway_that_decides(empty: CommandLine) -> None:
    lock = Store(f"sqlite:///{empty.folder / 'gateway.db'}").lock(DECIDER)
    assert lock.take()
    done = empty("init")
    lock.release()
    assert done.code == 75
    assert "Stop `gateway serve` everywhere" in done.err
    assert empty("init").code == 0


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
        "1: gateway.name: is missing.",
        "2: gateway.nmae: There is no such key.",
        "4: gateway.timezone: ",
        "6: addresses.support[1]: ",
    ):
        assert f"{empty.folder / 'config.toml'}:{key}" in done.err


def test_check_finds_faults_in_the_directory_file(gateway: CommandLine) -> None:
    file = gateway.folder / "directory.toml"
    file.write_text(file.read_text().replace('plan = "standard"', 'plan = "golden"'))
    done = gateway("check", "--json")
    assert done.code == 1
    assert [(one["file"], one["key"]) for one in done.json["faults"]] == [(str(file), "contract[C-1].plan")]


def test_check_goes_on_to_rules_templates_and_directory_behind_a_faulty_configuration(gateway: CommandLine) -> None:
    rules = copytree(shipped("rules"), gateway.folder / "rules")
    (rules / "decisions" / "intake.toml").unlink()
    directory, config = gateway.folder / "directory.toml", gateway.folder / "config.toml"
    directory.write_text(directory.read_text().replace('plan = "standard"', 'plan = "golden"'))
    written = config.read_text().replace('timezone = "Europe/Amsterdam"', 'timezone = "Mars/Base"\nrules = "rules"')
    config.write_text(written)
    done = gateway("check", "--json")
    assert done.code == 1
    files = {Path(one["file"]).name: one["key"] for one in done.json["faults"]}
    assert files["config.toml"] == "gateway.timezone"
    assert {"intake.toml", "directory.toml"} <= files.keys()


def test_check_finds_faults_in_rules_and_templates(gateway: CommandLine) -> None:
    rules = copytree(shipped("rules"), gateway.folder / "rules")
    (rules / "decisions" / "intake.toml").unlink()
    config = gateway.folder / "config.toml"
    config.write_text(config.read_text().replace("[addresses]", 'rules = "rules"\n\n[addresses]', 1))
    done = gateway("check")
    assert done.code == 1
    assert str(gateway.folder / "rules" / "decisions" / "intake.toml") in done.err
    copy = shlex.join(["cp", f"{shipped('rules')}/decisions/intake.toml", f"{rules}/decisions/intake.toml"])
    assert f"Run: {copy}" in done.err


def test_check_names_a_right_on_a_command_that_there_is_not(gateway: CommandLine) -> None:
    rules = copytree(shipped("rules"), gateway.folder / "rules")
    access = rules / "policies" / "access.toml"
    access.write_text(access.read_text().replace("# component = []", 'componnet = ["engineer"]'))
    config = gateway.folder / "config.toml"
    config.write_text(config.read_text().replace("[addresses]", 'rules = "rules"\n\n[addresses]', 1))
    done = gateway("check")
    assert done.code == 1
    assert f"{access}: who_may.componnet: is no mail command. Did you mean component?" in done.err


def test_check_notes_a_language_that_was_copied_and_not_translated(gateway: CommandLine) -> None:
    copytree(shipped("templates") / "mail" / "en", gateway.folder / "templates" / "mail" / "nl")
    mail = gateway.folder / "templates" / "mail" / "nl"
    (mail / "ack_new_ticket.txt").write_text("Subject: Uw vraag is er\n\nUw ticket is {{ ticket.number }}.\n")
    config = gateway.folder / "config.toml"
    config.write_text(config.read_text().replace("[addresses]", 'templates = "templates"\n\n[addresses]', 1))
    done = gateway("check")
    assert done.code == 0
    locale, files, words = [line for line in done.err.splitlines() if str(mail) in line]
    assert locale.startswith(f"gateway: note: {mail}/words.toml: locale: is en_GB: dates are written in English.")
    assert files.endswith("as in en. Translate what is meant to be; it is sent as it stands.")
    assert "ack_new_ticket_no_sla, " in files
    assert " ack_new_ticket," not in files
    assert "needs.person" in words
    document = gateway("check", "--json").json
    assert (document["ok"], document["notes"][0]["key"]) == (True, "locale")


@pytest.mark.parametrize("named", ["nowhere", "empty", "."])
@pytest.mark.parametrize(
    "command", [("check",), ("rules", "test"), ("tick",), ("directory", "import", "directory.toml")]
)
def test_a_folder_without_rules_is_one_fault_with_one_next_step(
    gateway: CommandLine, monkeypatch: pytest.MonkeyPatch, named: str, command: tuple[str, ...]
) -> None:
    monkeypatch.chdir(gateway.folder)
    (gateway.folder / "empty").mkdir()
    config = gateway.folder / "config.toml"
    config.write_text(config.read_text().replace("[addresses]", f'rules = "{named}"\n\n[addresses]', 1))
    done = gateway(*command)
    assert done.code == 1
    assert done.err.count("\n") == 1
    assert "Correct [gateway] rules, or copy the shipped ones: cp -R " in done.err


def test_rules_side_by_side_as_before_are_read_and_told_how_to_move(gateway: CommandLine) -> None:
    folder = gateway.folder / "my rules"
    folder.mkdir()
    for file in shipped("rules").glob("*/*.toml"):
        shutil.copy(file, folder)
    config = gateway.folder / "config.toml"
    config.write_text(config.read_text().replace("[addresses]", 'rules = "my rules"\n\n[addresses]', 1))
    for command in (["check"], ["rules", "test"], ["tick", "--at", "2026-03-02T09:00:00Z"]):
        done = gateway(*command)
        assert done.code == 0
        assert done.err.count(f"Run: cd '{folder}' && mkdir decisions policies && mv intake.toml") == 1
    subprocess.run(done.err.partition("Run: ")[2], shell=True, check=True)
    assert (gateway("check").code, faults_in(gateway("check"))) == (0, [])


@pytest.mark.parametrize("command", [("check",), ("tick",), ("serve",), ("rules", "test")])
def test_no_command_begins_with_a_data_file_that_has_a_wrong_key(
    gateway: CommandLine, command: tuple[str, ...]
) -> None:
    rules = copytree(shipped("rules"), gateway.folder / "rules")
    lifecycle = rules / "policies" / "lifecycle.toml"
    lifecycle.write_text(lifecycle.read_text().replace("decide_days", "decide_dais"))
    config = gateway.folder / "config.toml"
    config.write_text(config.read_text().replace("[addresses]", 'rules = "rules"\n\n[addresses]', 1))
    done = gateway(*command)
    assert done.code == 1
    line = 1 + lifecycle.read_text().splitlines().index("[quarantine]")
    assert f"{lifecycle}:{line}: quarantine.decide_days: is missing" in done.err


def test_check_says_when_the_key_is_missing_and_what_to_do(gateway: CommandLine) -> None:
    (gateway.folder / "gateway.key").unlink()
    done = gateway("check")
    assert done.code == 1
    assert "gateway.key" in done.err
    assert "Run: gateway init" in done.err


@pytest.mark.parametrize("content", [None, " \n"])
@pytest.mark.parametrize(
    ("table", "key"),
    [
        ('[[imap]]\nhost = "h"\nusername = "u"\npassword = { file = "box.pw" }', "imap.password"),
        ('[smarthost]\nhost = "h"\nusername = "u"\npassword = { file = "box.pw" }', "smarthost.password"),
    ],
)
def test_a_password_that_is_not_there_is_written_by_a_person(
    gateway: CommandLine, table: str, key: str, content: str | None
) -> None:
    if content is not None:
        (gateway.folder / "box.pw").write_text(content)
    config = gateway.folder / "config.toml"
    config.write_text(f"{config.read_text()}\n{table}\n")
    done = gateway("check")
    [line] = [one for one in done.err.splitlines() if "box.pw" in one]
    assert done.code == 1
    assert line.startswith(f"gateway: {config}:")
    assert f": {key}: " in line
    assert line.endswith("Write the password into it (mode 600).")


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
    assert re.search(rf"{re.escape(str(config))}:\d+: {re.escape(key)}: ", done.err)


MAILBOX = '[[imap]]\nhost = "Mail.vendor.example"\nusername = "support"\npassword = { file = "gateway.key" }\n'


@pytest.mark.parametrize(
    ("old", "new", "key", "named"),
    [
        ('domain = "vendor.example"', 'domain = "https://vendor.example"', "gateway.domain", "vendor.example"),
        ('domain = "vendor.example"', 'domain = "Vendor Ltd."', "gateway.domain", "Vendor Ltd."),
        ('domain = "vendor.example"', 'domain = "-x.example"', "gateway.domain", "-x.example"),
        ('["escalation@', '["Support@vendor.example", "escalation@', "addresses.escalation", "support@vendor.example"),
        ("[authentication]", f"{MAILBOX}{MAILBOX.lower()}\n[authentication]", "imap", "mail.vendor.example:993"),
    ],
)
def test_check_finds_what_makes_no_sense_together(
    gateway: CommandLine, old: str, new: str, key: str, named: str
) -> None:
    config = gateway.folder / "config.toml"
    config.write_text(config.read_text().replace(old, new, 1))
    done = gateway("check")
    assert done.code == 1
    assert f" {key}: " in done.err
    assert named in done.err


def test_two_folders_of_one_mailbox_are_two_places(gateway: CommandLine) -> None:
    config = gateway.folder / "config.toml"
    other = MAILBOX + 'folder = "Other"\n'
    config.write_text(config.read_text().replace("[authentication]", f"{MAILBOX}{other}\n[authentication]", 1))
    assert gateway("check").code == 0


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
