"""First steps: a trial gateway, own copies of rules and templates, notices of a first start."""

import tomllib

from gateway.config import load, shipped
from tests.support.commandline import CommandLine


def test_a_trial_gateway_works_at_once_and_sends_nothing(empty: CommandLine) -> None:
    folder = empty.folder / "trial"
    done = empty("init", "--trial", str(folder), config=False)
    assert done.code == 0, done.err
    trial = CommandLine(folder, empty.capture)
    assert load(folder / "config.toml").smarthost.capture is not None
    assert trial("check").code == 0
    letter = folder / "a.eml"
    proof = "Authentication-Results: mx.vendor.example; dmarc=pass header.from=acorn.example\n"
    letter.write_text(f"{proof}From: user@acorn.example\nTo: support@vendor.example\nSubject: Hello\n\nIt is slow.\n")
    done = trial("receive", str(letter), "--json").json
    assert done["ticket"] == "T-001001"
    assert done["sender"]["authenticated"]
    assert trial("dispatch", "--json").json["failed"] == 0
    assert list((folder / "outbox").iterdir())


def test_a_trial_is_repeated_without_harm_and_never_made_of_a_gateway_that_sends(empty: CommandLine) -> None:
    folder = str(empty.folder / "trial")
    assert [empty("init", "--trial", folder, config=False).code for _ in range(2)] == [0, 0]
    other = str(empty.folder / "other")
    empty("init", other, config=False)
    assert empty("init", "--trial", other, config=False).code == 2


def test_rules_are_copied_whole_and_decide_as_before(gateway: CommandLine) -> None:
    own = gateway.folder / "own"
    assert gateway("rules", "copy", str(own)).code == 0
    assert sum(1 for _ in own.rglob("*.toml")) == sum(1 for _ in shipped("rules").rglob("*.toml"))
    config = gateway.folder / "config.toml"
    config.write_text(config.read_text().replace("[addresses]", 'rules = "own"\n\n[addresses]', 1))
    assert gateway("rules", "test").code == 0
    assert gateway("rules", "copy", str(own)).code == 2


def test_a_template_is_copied_to_be_changed(gateway: CommandLine) -> None:
    own = gateway.folder / "own"
    done = gateway("templates", "copy", "ack_new_ticket", "--lang", "de", str(own))
    assert done.code == 0
    copy = own / "mail" / "de" / "ack_new_ticket.txt"
    assert copy.read_bytes() == (shipped("templates") / "mail" / "de" / "ack_new_ticket.txt").read_bytes()
    assert f'templates = "{own}"' in done.out
    for name in ("ack_new_tickets", "../en/ack_new_ticket"):
        assert gateway("templates", "copy", name, str(own)).code == 1
    assert tomllib.loads(done.out.splitlines()[-1].partition("write ")[2].partition(" under")[0])
