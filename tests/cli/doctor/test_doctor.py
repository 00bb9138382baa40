"""The doctor compares what the DNS has with what our mail needs, and explains who is answered."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from gateway.adapters.authentication.dns_records import quoted_strings
from gateway.cli.doctor.dns import is_reserved
from tests.support.commandline import CommandLine
from tests.support.name_server import NameServer

GLOBAL, OTHER = "1.2.3.4", "5.6.7.8"
SPF = "v=spf1 mx a:out.vendor.example ~all"
DMARC = "v=DMARC1; p=quarantine; rua=mailto:duty@vendor.example"
Records = Mapping[tuple[str, str], Sequence[str]]


@pytest.fixture
def dkim(gateway: CommandLine) -> str:
    """The value to publish for a key that the configuration names."""
    done = gateway("dkim", "keygen", "--kind", "ed25519", "--json").json
    change(gateway, f'\n[dkim]\nselector = "gateway"\nkey = {{ file = "{Path(done["file"]).name}" }}\n')
    return str(done["record"]["value"])


def change(gateway: CommandLine, more: str, **replaced: str) -> None:
    config = gateway.folder / "config.toml"
    text = config.read_text()
    for old, new in replaced.items():
        text = text.replace(f"{old} = ", f"{new}\n{old} = ", 1)
    config.write_text(text + more)


@pytest.fixture
def servers() -> Iterator[list[NameServer]]:
    opened: list[NameServer] = []
    yield opened
    for one in opened:
        one.stop()


def texts(values: Sequence[str]) -> list[str]:
    return [quoted_strings(value) for value in values]


def zone(spf: Sequence[str] = (SPF,), dmarc: Sequence[str] = (DMARC,), dkim: Sequence[str] = ()) -> Records:
    found = {
        ("vendor.example.", "MX"): ["10 mail.vendor.example."],
        ("vendor.example.", "TXT"): [*texts(spf), '"another text"'],
        ("mail.vendor.example.", "A"): [OTHER],
        ("out.vendor.example.", "A"): [GLOBAL],
        ("_dmarc.vendor.example.", "TXT"): texts(dmarc),
        ("gateway._domainkey.vendor.example.", "TXT"): texts(dkim),
    }
    return {name: values for name, values in found.items() if values}


def found(gateway: CommandLine, servers: list[NameServer], records: Records) -> dict[str, dict[str, object]]:
    """What the doctor says about DNS and senders, by check."""
    servers.append(NameServer(records))
    nameserver = f'nameservers = ["127.0.0.1:{servers[-1].port}"]'
    change(
        gateway, '\n[smarthost]\nhost = "out.vendor.example"\nport = 1\n\n[[listener]]\nport = 0\n', verify=nameserver
    )
    return {one["check"]: one for one in json.loads(gateway("doctor", "--json").out)}


def test_what_is_published_as_it_should_be_is_well(gateway: CommandLine, dkim: str, servers: list[NameServer]) -> None:
    checks = found(gateway, servers, zone(dkim=[dkim]))
    shown = {name: (one["ok"], one["detail"]) for name, one in checks.items() if name.startswith("dns")}
    assert shown == {
        "dns MX vendor.example": (True, "mail goes to mail.vendor.example"),
        "dns SPF vendor.example": (True, f"one record, and the smarthost passes: {GLOBAL}"),
        "dns DMARC vendor.example": (True, "p=quarantine at vendor.example"),
        "dns DKIM gateway._domainkey.vendor.example": (True, "the key that signs is published"),
    }


@pytest.mark.parametrize(
    ("check", "records", "problem"),
    [
        ("MX", {("vendor.example.", "TXT"): ['"x"']}, "there is no MX record: mail to vendor.example does not arrive"),
        ("SPF", zone(spf=[]), "there is no record"),
        ("SPF", zone(spf=[SPF, "v=spf1 -all"]), "several records: receivers use none of them"),
        ("SPF", zone(spf=["v=spf1 ip4:nowhere -all"]), "receivers cannot read the record: no network: nowhere"),
        ("DMARC", zone(dmarc=[]), "there is no usable record: anybody may write in our name"),
        ("DMARC", zone(dmarc=[DMARC, DMARC + " "]), "several records: receivers use none of them"),
        ("DMARC", zone(dmarc=["v=DMARC1; p=perhaps"]), "there is no usable record: anybody may write in our name"),
        ("DKIM", zone(), "the key is not published: our signatures do not hold"),
        ("DKIM", zone(dkim=["v=DKIM1; k=ed25519; p=AAAA"]), "another key is published than the one that signs"),
        (
            "DKIM",
            zone(dkim=["v=DKIM1; p=AAAA", "v=DKIM1; p=BBBB"]),
            "several keys of one name: our signatures do not hold",
        ),
        ("DKIM", zone(dkim=["{}; t=y"]), "the key is published as a test (t=y): receivers ignore it"),
    ],
)
def test_what_is_missing_or_wrong_is_told_with_the_next_step(
    gateway: CommandLine, dkim: str, servers: list[NameServer], check: str, records: Records, problem: str
) -> None:
    filled = {name: [one.format(dkim) if "{}" in one else one for one in values] for name, values in records.items()}
    checks = found(gateway, servers, filled)
    [one] = [one for name, one in checks.items() if name.startswith(f"dns {check}")]
    assert (one["ok"], one["detail"]) == (False, problem)
    assert "gateway dns" in str(one["next_step"])


def test_a_smarthost_that_is_not_in_the_record_is_worth_a_hint(gateway: CommandLine, servers: list[NameServer]) -> None:
    one = found(gateway, servers, zone(spf=["v=spf1 mx -all"]))["dns SPF vendor.example"]
    assert (one["ok"], one["detail"]) == (True, f"one record, but the smarthost is not in it: {GLOBAL} gives fail")
    assert one["next_step"]


def test_a_policy_that_asks_for_nothing_is_worth_a_hint(gateway: CommandLine, servers: list[NameServer]) -> None:
    one = found(gateway, servers, zone(dmarc=["v=DMARC1; p=none"]))["dns DMARC vendor.example"]
    assert (one["ok"], one["next_step"]) == (True, "Change it to p=quarantine in time.")


def test_dns_that_does_not_answer_is_told(gateway: CommandLine, servers: list[NameServer]) -> None:
    config = gateway.folder / "config.toml"
    config.write_text(config.read_text().replace("support@vendor.example", "support@broken.example"))
    checks = found(gateway, servers, zone())
    for kind in ("MX", "SPF", "DMARC"):
        one = checks[f"dns {kind} broken.example"]
        assert (one["ok"], one["detail"]) == (False, "DNS does not answer")


def test_a_signing_key_that_cannot_be_read_is_told(gateway: CommandLine, dkim: str, servers: list[NameServer]) -> None:
    (gateway.folder / "dkim-gateway.pem").unlink()
    one = found(gateway, servers, zone())["dns DKIM"]
    assert (one["ok"], one["next_step"]) == (False, "Run: gateway check")


def test_names_for_examples_are_not_looked_up_in_the_world(gateway: CommandLine) -> None:
    checks = {one["check"]: one for one in gateway("doctor", "--json").json}
    assert checks["dns vendor.example"]["ok"]
    assert [is_reserved(one) for one in ("vendor.example", "a.test", "mail.example.com", "examples.com", "a.org")] == [
        *(True, True, True, False, False)
    ]


def senders(gateway: CommandLine, old: str, new: str) -> dict[str, object]:
    config = gateway.folder / "config.toml"
    config.write_text(config.read_text().replace(old, new))
    [one] = [one for one in gateway("doctor", "--json").json if one["check"] == "senders"]
    return dict(one)


def test_who_is_answered_is_explained(gateway: CommandLine) -> None:
    one = senders(gateway, "", "")
    assert one["ok"]
    assert "answer_unproven = false" in str(one["detail"])
    assert "triage" in str(one["next_step"])
    one = senders(gateway, 'verify = "off"', 'verify = "auto"\nanswer_unproven = true')
    assert "answered, too" in str(one["detail"])
    assert "3 times an hour" in str(one["next_step"])


def test_where_nobody_can_be_proven_that_is_a_fault(gateway: CommandLine) -> None:
    one = senders(gateway, 'trusted_authserv_ids = ["mx.vendor.example"]', "")
    assert not one["ok"]
    assert "verify" in str(one["next_step"])


def test_keys_are_private_and_ended_ones_are_told(gateway: CommandLine) -> None:
    def keys() -> dict[str, object]:
        [one] = [one for one in gateway("doctor", "--json").json if one["check"] == "keys"]
        return dict(one)

    assert (keys()["ok"], keys()["detail"]) == (True, "a signs")
    file = gateway.folder / "gateway.key"
    file.write_text(f"{file.read_text()}b:{'1' * 32}\nc:{'2' * 32}:2020-01-01\n")
    assert keys()["detail"] == "a signs, b is believed until it is removed; ended: c"
    file.chmod(0o644)
    assert keys()["next_step"] == f"Run: chmod 600 {file}"
    file.write_text("a:short")
    assert not keys()["ok"]
