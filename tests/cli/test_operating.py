"""The commands with which a gateway is operated: timers, queue, licenses, wording, keys, doctor."""

import json
import stat
from pathlib import Path

import pytest

from gateway.config import load
from gateway.desk.licenses.renewals import HELD
from gateway.store.store import Store
from tests.support.commandline import CommandLine

BEFORE = "2026-10-01T10:00:00+02:00"
AFTER = "2026-10-03T10:00:00+02:00"


def test_a_tick_tells_what_fired_and_what_goes_out(gateway: CommandLine) -> None:
    done = gateway("tick", "--json", "--at", AFTER).json
    assert done["at"] == "2026-10-03T08:00:00Z"
    assert {"kind": "renewal", "subject": "LIC-1", "milestone": -90} in done["fired"]
    assert [one["envelope_to"] for one in done["outgoing"]] == [["tc@acorn.example"]]


def test_a_tick_that_is_repeated_does_nothing(gateway: CommandLine) -> None:
    gateway("tick", "--at", AFTER)
    done = gateway("tick", "--json", "--at", AFTER).json
    assert (done["fired"], done["outgoing"]) == ([], [])


def test_mail_stays_queued_when_the_smarthost_is_away(gateway: CommandLine) -> None:
    config = gateway.folder / "config.toml"
    config.write_text(config.read_text() + "\n[smarthost]\nport = 1\n")
    gateway("tick", "--at", AFTER)
    done = gateway("dispatch", "--json", "--at", AFTER)
    assert (done.code, done.json["sent"], done.json["failed"]) == (0, 0, 0)


def test_a_queued_mail_is_held_tried_again_and_dropped(gateway: CommandLine) -> None:
    gateway("tick", "--at", AFTER)
    [row] = gateway("queue", "list", "--json").json
    number = str(row["id"])
    states = [
        gateway("queue", "hold", number, "--json").json["state"],
        gateway("queue", "retry", number, "--json", "--at", AFTER).json["state"],
        gateway("queue", "drop", number, "--json").json["state"],
    ]
    assert states == ["held", "queued", "failed"]
    assert gateway("queue", "hold", number).code == 2
    assert gateway("queue", "show", number, "--json").json["reason"]


def test_mails_are_changed_together_by_their_ids_or_their_state(gateway: CommandLine) -> None:
    gateway("tick", "--at", AFTER)
    gateway("license", "renew", "LIC-1", "--until", "2027-12-31", "--at", AFTER)
    numbers = [str(one["id"]) for one in gateway("queue", "list", "--json").json]
    held = gateway("queue", "hold", *numbers, "--json")
    assert [one["state"] for one in held.json] == ["held"] * len(numbers)
    assert gateway("queue", "retry", "--state", "held", "--at", AFTER).out == f"{len(numbers)} done.\n"
    assert gateway("queue", "drop", "--all").out == f"{len(numbers)} done.\n"
    assert gateway("queue", "retry", "--all", "--json").json == []


def test_what_is_refused_among_several_is_told_and_the_rest_is_done(gateway: CommandLine) -> None:
    gateway("tick", "--at", AFTER)
    done = gateway("queue", "hold", "1", "99")
    assert (done.code, done.out) == (2, "1 done, 1 refused.\n")
    assert "99" in done.err


@pytest.mark.parametrize("arguments", [(), ("1", "--all"), ("--state", "vanished"), ("--state", "sent")])
def test_a_choice_that_is_none_or_two_changes_nothing(gateway: CommandLine, arguments: tuple[str, ...]) -> None:
    gateway("tick", "--at", AFTER)
    assert gateway("queue", "hold", *arguments).code == 2
    assert [one["state"] for one in gateway("queue", "list", "--json").json] == ["queued"]


def test_a_license_is_renewed_and_the_directory_knows(gateway: CommandLine) -> None:
    done = gateway("license", "renew", "LIC-1", "--until", "2027-12-31", "--json", "--at", AFTER)
    assert done.code == 0, done.err
    assert (done.json["number"], done.json["expires"]) == ("LIC-1", "2027-12-31")
    [exported] = gateway("directory", "export", "--json").json["license"]
    assert exported["expires"] == "2027-12-31"


@pytest.mark.parametrize(("until", "code"), [("soon", 2), ("2026-12-31", 2)])
def test_a_term_that_cannot_be_is_refused(gateway: CommandLine, until: str, code: int) -> None:
    done = gateway("license", "renew", "LIC-1", "--until", until)
    assert (done.code, done.err.count("\n")) == (code, 1)


def test_the_forecast_says_which_notices_go_to_whom_and_when(gateway: CommandLine) -> None:
    rows = gateway("renewals", "forecast", "--days", "10", "--json", "--at", BEFORE).json
    assert [(one["date"], one["milestone"], one["to"]) for one in rows] == [("2026-10-02", -90, ["tc@acorn.example"])]
    assert gateway("queue", "list", "--json").json == []


def test_templates_are_listed_and_shown_in_a_language(gateway: CommandLine) -> None:
    rows = {one["name"]: one["languages"] for one in gateway("templates", "list", "--json").json}
    assert {"de", "en"} <= set(rows["ack_new_ticket"])
    shown = gateway("templates", "show", "ack_new_ticket", "--lang", "de", "--json").json
    assert shown["language"] == "de"
    assert gateway("templates", "show", "ack_new_ticket").out.startswith("Subject: ")
    assert gateway("templates", "show", "no_such").code == 1


def test_rules_are_listed_in_reading_order_and_their_examples_hold(gateway: CommandLine) -> None:
    rows = gateway("rules", "list", "--json").json
    assert all(one["why"] for one in rows)
    done = gateway("rules", "test", "--json")
    assert (done.code, done.json["rules"], done.json["faults"]) == (0, len(rows), [])


def test_a_signing_key_is_made_once_and_its_record_can_be_published(gateway: CommandLine) -> None:
    done = gateway("dkim", "keygen", "--kind", "ed25519", "--json")
    file = Path(done.json["file"])
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert done.json["record"]["name"] == "gateway._domainkey.vendor.example"
    assert gateway("dkim", "keygen").code == 2
    config = gateway.folder / "config.toml"
    config.write_text(config.read_text() + f'\n[dkim]\nselector = "gateway"\nkey = {{ file = "{file.name}" }}\n')
    assert done.json["record"] in gateway("dns", "--json").json


def test_the_doctor_tells_the_next_step_for_what_fails(gateway: CommandLine) -> None:
    config = gateway.folder / "config.toml"
    config.write_text(config.read_text() + "\n[smarthost]\nport = 1\n")
    done = gateway("doctor", "--json")
    found = {one["check"]: one for one in json.loads(done.out)}
    assert done.code == 1
    assert found["database"]["ok"]
    assert not found["smarthost"]["ok"]
    assert found["smarthost"]["next_step"]


def test_notices_that_are_held_show_in_the_forecast_and_at_the_doctors(gateway: CommandLine) -> None:
    command = ("renewals", "forecast", "--days", "10", "--at", BEFORE)
    assert "held" not in gateway(*command).out
    store = Store(load(gateway.folder / "config.toml").database_url)
    with store.begin() as work:
        work.process_flags.set(HELD)
    store.close()
    assert "held: gateway renewals release" in gateway(*command).out
    [found] = [one for one in json.loads(gateway("doctor", "--json").out) if one["check"] == "renewals"]
    assert found["ok"]
    assert "held, and so are all later ones" in found["detail"]
    assert found["next_step"] == "See: gateway renewals forecast. Then: gateway renewals release"
