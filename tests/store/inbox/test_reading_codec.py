"""Readings go through bytes unchanged; bytes that are not what a reader of ours wrote are no reading."""

import pickle
import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gateway.domain.token import Signer
from gateway.mail.classify import classify
from gateway.mail.envelope import Envelope
from gateway.mail.parse import parse
from gateway.ports import Verification
from gateway.store.inbox.reading_codec import FRESH_SECONDS, MOST_BYTES, Reading, ReadingCodec

CORPUS = Path(__file__).parents[2] / "corpus"
AT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
SIGNER = Signer({"a": b"a key of sixteen"}, "vendor.example")
CODEC = ReadingCodec(SIGNER, lambda: "this code")


def reading_of(content: bytes) -> Reading:
    """What a reader makes of it."""
    message = parse(content)
    nature = classify(message, Envelope("ines@acorn.example", ("support@vendor.example",), AT))
    return Reading(message, nature, Verification(message.author, "pass", "dmarc=pass", ("believed: mx",), True))


def encoded(content: bytes = b"Subject: x\r\n\r\nIt is slow.\r\n", codec: ReadingCodec = CODEC) -> bytes:
    """The bytes of a reading."""
    payload = codec.encode("key", reading_of(content), AT)
    assert payload is not None
    return payload


def test_every_mail_of_the_corpus_is_read_back_as_it_was() -> None:
    mails = sorted(CORPUS.rglob("*.eml"))
    assert len(mails) > 100
    for mail in mails:
        made = reading_of(mail.read_bytes())
        payload = CODEC.encode(str(mail), made, AT)
        assert payload is not None, mail
        found = CODEC.decode(str(mail), payload, AT)
        assert found == made, mail
        assert isinstance(found, Reading)
        assert found.message.headers.by_name == made.message.headers.by_name, mail


@pytest.mark.parametrize("place", [0, 31, 32, 40, -1])
def test_a_payload_that_was_changed_is_none(place: int) -> None:
    payload = bytearray(encoded())
    payload[place] ^= 1
    assert CODEC.decode("key", bytes(payload), AT) == "broken"


@pytest.mark.parametrize("length", [0, 5, 32, 36, 40])
def test_a_payload_that_was_cut_is_none(length: int) -> None:
    assert CODEC.decode("key", encoded()[:length], AT) == "broken"


def test_a_payload_belongs_to_one_mail() -> None:
    assert CODEC.decode("another", encoded(), AT) == "broken"


def test_a_payload_of_other_code_or_another_key_is_none() -> None:
    for other in (ReadingCodec(SIGNER, lambda: "other"), ReadingCodec(Signer({"a": b"x" * 16}, "v.example"), str)):
        assert CODEC.decode("key", encoded(codec=other), AT) == "broken"


def test_even_with_our_signature_nothing_else_is_made() -> None:
    for value in (print, Path("/"), {"message": 1}, Reading):
        body = struct.pack(">d", AT.timestamp()) + pickle.dumps(value)
        signature = SIGNER.mac("reading", b"this code\0key\0" + body)
        assert CODEC.decode("key", signature + body, AT) == "broken"


def test_a_reading_is_used_only_while_it_is_fresh() -> None:
    for sign in (1, -1):
        limit = timedelta(seconds=sign * FRESH_SECONDS)
        assert isinstance(CODEC.decode("key", encoded(), AT + limit), Reading)
        assert CODEC.decode("key", encoded(), AT + limit * 1.01) == "stale"


def test_what_is_too_large_is_not_handed_over() -> None:
    content = b"Content-Type: application/x-data; name=x\r\n\r\n" + b"x" * MOST_BYTES
    assert CODEC.encode("key", reading_of(content), AT) is None
