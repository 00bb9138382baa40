"""Reading messages in chunks."""

import asyncio
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.errors import MessageTooLarge
from gateway.intake.wire import Crowded, Hung, Memory, Wire, clean, is_clean

PLENTY = Memory(1_000_000)


def read(pieces: Sequence[bytes], limit: int = 100_000, memory: Memory = PLENTY) -> tuple[bytes, bytes]:
    """The message in these pieces and what is left behind it."""

    async def run() -> tuple[bytes, bytes]:
        wire = Wire(loop=asyncio.get_running_loop())

        async def feed() -> None:
            for piece in pieces:
                wire.feed_data(piece)
                await asyncio.sleep(0)
            wire.feed_eof()

        feeding = asyncio.create_task(feed())
        try:
            content, taken = await wire.message(limit, memory)
            memory.give_back(taken)
        finally:
            await feeding
        return content, await wire.read()

    return asyncio.run(run())


def stuffed(content: bytes) -> bytes:
    return b"".join(b"." + line if line.startswith(b".") else line for line in content.splitlines(keepends=True))


@given(
    st.lists(st.sampled_from([b"", b".", b"..", b"a", b".a", b"a."]), max_size=6).map(
        lambda lines: b"".join(line + b"\r\n" for line in lines)
    ),
    st.lists(st.integers(0, 40), max_size=8),
)
def test_a_message_is_read_whole_however_it_is_cut(content: bytes, cuts: list[int]) -> None:
    wire = stuffed(content) + b".\r\nQUIT\r\n"
    places = [0, *sorted(min(cut, len(wire)) for cut in cuts), len(wire)]
    pieces = [wire[a:b] for a, b in pairwise(places) if a < b]
    assert read(pieces) == (content, b"QUIT\r\n")


def test_a_message_over_the_limit_is_read_to_its_end() -> None:
    with pytest.raises(MessageTooLarge):
        read([b"a" * 500, b"a" * 700, b"\r\n", b".\r", b"\n"], limit=1000)


def test_what_follows_a_message_does_not_count_as_its_size() -> None:
    assert read([b"ab\r\n.\r\n" + b"x" * 500], limit=4)[0] == b"ab\r\n"


def test_a_client_that_ends_within_a_message_has_sent_none() -> None:
    with pytest.raises(Hung):
        read([b"Subject: x\r\n\r\nText\r\n."])


def test_memory_is_given_back_after_a_message_that_had_no_room() -> None:
    memory = Memory(1000)
    with pytest.raises(Crowded):
        read([b"a" * 600, b"a" * 600], memory=memory)
    memory.take(1000)


@pytest.mark.parametrize("content", [b"a\nb", b"a\rb", b"a\0b", b"\r\r\n", b"\n", b"\r", b"\n\r\n"])
def test_bare_newlines_and_nul_are_seen_and_can_be_repaired(content: bytes) -> None:
    assert not is_clean(content)
    assert is_clean(clean(content))


def test_clean_content_stays_as_it_is() -> None:
    assert is_clean(b"a\r\n\r\nb\r\n")
    assert clean(b"a\r\n\r\nb\r\n") == b"a\r\n\r\nb\r\n"
