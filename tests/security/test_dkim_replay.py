"""A signed mail sent again by somebody else: its signature still holds, so people are told that it came before."""

from dataclasses import replace
from pathlib import Path

from gateway.adapters.authentication.dns_client import DnsClient
from gateway.adapters.authentication.own_checks import OwnChecks
from gateway.adapters.authentication.replays import MAX_SIGNATURES, Replays
from gateway.adapters.authentication.resolver import Kind
from gateway.adapters.verifier import FullVerifier, TrustedRelayVerifier
from gateway.desk.documents.cases import mail_document
from gateway.mail.parse import parse
from tests.support.desk import build_desk, deliver, further_store
from tests.support.dns_zone import EVIL, FRIEND, Zone, arrived, given, mail, sign, world

SIGNED = sign(mail("From: ada@acorn.example\nSubject: Minutes\nDate: Tue, 3 Mar 2026 09:00:00 +0000"))
FLAG = "replay: the same signature came before from another envelope sender"


class Records(DnsClient):
    """A DnsClient over a zone."""

    def __init__(self, zone: Zone) -> None:
        super().__init__()
        self.zone = zone

    def look_up(self, name: str, kind: Kind, seconds: float) -> tuple[str, ...]:
        """From the zone."""
        return self.zone.look_up(name, kind)


def flags(checks: OwnChecks, mail_from: str, peer: str, content: bytes = SIGNED) -> list[str]:
    found = checks.judge_client(parse(content), arrived(content, mail_from, peer))
    return [line for line in found.details if line.startswith("replay")]


def test_a_signature_that_comes_again_from_another_sender_is_flagged() -> None:
    checks = OwnChecks(given(world()))
    assert flags(checks, "ada@acorn.example", FRIEND) == []
    assert flags(checks, "eve@evil.example", EVIL) == [FLAG]


def test_a_second_try_of_the_same_delivery_is_none() -> None:
    checks = OwnChecks(given(world()))
    assert flags(checks, "ada@acorn.example", FRIEND) == flags(checks, "ada@acorn.example", FRIEND) == []


def test_a_signature_that_does_not_hold_is_not_remembered() -> None:
    checks = OwnChecks(given(Zone({})))
    flags(checks, "eve@evil.example", EVIL)
    assert flags(checks, "ada@acorn.example", FRIEND) == []


def test_the_flag_is_stored_with_the_mail_and_shown(tmp_path: Path, sqlite_schema: bytes) -> None:
    plain = build_desk(further_store(sqlite_schema, tmp_path / "vendor"), tmp_path)
    relays = TrustedRelayVerifier(plain.config.authentication)
    desk = replace(plain, verifier=FullVerifier(relays, Records(world())))
    for mail_from, peer in (("ada@acorn.example", FRIEND), ("eve@evil.example", EVIL)):
        received = deliver(desk, SIGNED, mail_from=mail_from, peer=peer, recipients=["support@vendor.example"])
    with desk.store.read() as work:
        shown = mail_document(work.mails.show(received["mail"]))
    assert shown["checks"] == [
        "spf=pass smtp.mailfrom=evil.example",
        "dkim=pass header.d=acorn.example header.s=s1",
        "dmarc=pass header.from=acorn.example (p=reject at acorn.example)",
        FLAG,
    ]
    desk.store.close()


def test_the_memory_is_bounded() -> None:
    replays = Replays()
    for number in range(MAX_SIGNATURES + 1):
        replays.note([str(number).encode()], "ada@acorn.example")
    assert replays.note([b"0"], "eve@evil.example") == ()
    assert replays.note([str(MAX_SIGNATURES).encode()], "eve@evil.example") != ()
