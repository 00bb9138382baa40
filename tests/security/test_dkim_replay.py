"""A signed mail sent again by somebody else: its signature still holds, so people are told that it came before."""

from dns_zone import EVIL, FRIEND, Zone, arrived, given, mail, sign, world

from gateway.adapters.authentication.own_checks import OwnChecks
from gateway.adapters.authentication.replays import MAX_SIGNATURES, Replays
from gateway.mail.parse import parse

SIGNED = sign(mail("From: ada@acorn.example\nSubject: Minutes\nDate: Tue, 3 Mar 2026 09:00:00 +0000"))


def flags(checks: OwnChecks, mail_from: str, peer: str, content: bytes = SIGNED) -> list[str]:
    found = checks.judge_client(parse(content), arrived(content, mail_from, peer))
    return [line for line in found.details if line.startswith("replay")]


def test_a_signature_that_comes_again_from_another_sender_is_flagged() -> None:
    checks = OwnChecks(given(world()))
    assert flags(checks, "ada@acorn.example", FRIEND) == []
    assert flags(checks, "eve@evil.example", EVIL) == [
        "replay: the same signature came before from another envelope sender"
    ]


def test_a_second_try_of_the_same_delivery_is_none() -> None:
    checks = OwnChecks(given(world()))
    assert flags(checks, "ada@acorn.example", FRIEND) == flags(checks, "ada@acorn.example", FRIEND) == []


def test_a_signature_that_does_not_hold_is_not_remembered() -> None:
    checks = OwnChecks(given(Zone({})))
    flags(checks, "eve@evil.example", EVIL)
    assert flags(checks, "ada@acorn.example", FRIEND) == []


def test_the_memory_is_bounded() -> None:
    replays = Replays()
    for number in range(MAX_SIGNATURES + 1):
        replays.note([str(number).encode()], "ada@acorn.example")
    assert replays.note([b"0"], "eve@evil.example") == ()
    assert replays.note([str(MAX_SIGNATURES).encode()], "eve@evil.example") != ()
