"""What is packed comes back as it was, and takes less room."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from gateway.domain.outgoing.entry import OutboxEntry, Recipient
from gateway.mail.envelope import Envelope, InboundMail
from gateway.store.sql.packing import MARK, MARKS, WITHOUT_DICTIONARY, pack, unpack
from gateway.store.store import Store
from tests.support.desk import moment

NOW = moment("2026-03-02T08:00")
WORDS = "The export of the ledger stops halfway, and nobody has touched the settings since Friday. " * 25


@given(
    st.binary()
    | st.tuples(st.sampled_from(MARKS), st.binary()).map(b"".join)
    | st.text(min_size=90).map(lambda one: 3 * one.encode())
)
def test_any_bytes_come_back(content: bytes) -> None:
    assert unpack(pack(content)) == content


def test_long_and_short_texts_take_less_room() -> None:
    for times in (1, 20, 200):
        content = (WORDS * times).encode()
        assert unpack(pack(content)) == content
        assert len(pack(content)) < len(content) / 10


@given(st.binary().filter(lambda one: not one.startswith(MARKS)))
def test_bytes_that_were_stored_before_there_was_packing_are_read(content: bytes) -> None:
    assert unpack(content) == content


@given(st.binary())
def test_bytes_that_were_packed_without_a_dictionary_are_read(content: bytes) -> None:
    assert unpack(WITHOUT_DICTIONARY + zlib.compress(content)) == content


@pytest.mark.parametrize("content", [b"x", MARK, MARK + b"y", WORDS.encode()])
def test_a_mail_is_kept_to_the_byte(store: Store, content: bytes) -> None:
    with store.begin() as work:
        [mail_id] = work.mails.accept([InboundMail(content, Envelope("", (), NOW))], "pipe")
    with store.read() as work:
        assert work.mails.load(mail_id).mail.content == content


def test_a_mail_of_ours_is_kept_to_the_letter(store: Store) -> None:
    headers = {"Subject": "Größe", "X-Long": WORDS}
    for body in ("kurz \x00", f"Größe: {WORDS}"):
        with store.begin() as work:
            entry = OutboxEntry(
                work.outbox.next_id(), "x", "customer", "", "<1@vendor.example>", headers, "s", body,
                (Recipient("user@acorn.example"),), NOW, NOW,
            )  # fmt: skip
            work.outbox.add(entry)
        with store.read() as work:
            kept = work.outbox.show(entry.id)
        assert kept.text == body.replace("\x00", "")
        assert list(kept.headers.items()) == list(headers.items())


def test_words_take_less_room_than_they_have(store: Store) -> None:
    with store.begin() as work:
        work.mails.accept([InboundMail(WORDS.encode(), Envelope("", (), NOW))], "pipe")
        size = work.connection.execute(text("SELECT length(content) FROM blob")).scalar_one()
    assert size < len(WORDS) / 3
