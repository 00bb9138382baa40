"""A message as signatures see it (RFC 6376 section 3.4)."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.mail.identity.canonical import (
    canonical_body,
    canonical_field,
    relaxed_field,
    split_message,
    topmost_fields,
    without_signature,
)

BODIES = st.lists(st.sampled_from([b"a", b" ", b"\t", b"\r\n", b"\r"]), max_size=30).map(b"".join)


def plain_relaxed(body: bytes) -> bytes:
    """The form written as the RFC tells it, line by line."""
    lines = [re.sub(rb"[ \t]+", b" ", line).rstrip(b" ") for line in body.split(b"\r\n")]
    while lines and not lines[-1]:
        lines.pop()
    return b"".join(line + b"\r\n" for line in lines)


@given(BODIES)
def test_the_relaxed_body_is_as_the_rfc_tells_it(body: bytes) -> None:
    assert canonical_body(body, "relaxed") == plain_relaxed(body)


@given(BODIES)
def test_the_simple_body_only_loses_empty_lines_at_its_end(body: bytes) -> None:
    expected = re.sub(rb"(?:\r\n)*\Z", b"\r\n", body, count=1) if body else b"\r\n"
    assert canonical_body(body, "simple") == expected


def test_the_examples_of_the_rfc_come_out_as_it_says() -> None:
    # RFC 6376 section 3.4.5
    message = split_message(b"A: X\r\nB : Y\t\r\n\tZ  \r\n\r\n C \r\nD \t E\r\n\r\n\r\n")
    assert [canonical_field(one.raw, "relaxed") for one in message.fields] == [b"a:X\r\n", b"b:Y Z\r\n"]
    assert [canonical_field(one.raw, "simple") for one in message.fields] == [b"A: X\r\n", b"B : Y\t\r\n\tZ  \r\n"]
    assert canonical_body(message.body, "relaxed") == b" C\r\nD E\r\n"
    assert canonical_body(message.body, "simple") == b" C \r\nD \t E\r\n"


def test_only_the_signature_itself_is_left_out_of_its_field() -> None:
    raw = b"DKIM-Signature: a=x; bh=AB=; b = CD\r\n EF==; h=from; xb=1"
    assert without_signature(raw) == b"DKIM-Signature: a=x; bh=AB=; b =; h=from; xb=1"
    assert without_signature(b"X: b=AB") == b"X: b="


def test_names_and_values_are_read_without_their_folding() -> None:
    (field,) = split_message(b"SUBJECT : a\r\n \r\n\tb \r\n\r\n").fields
    assert (field.name, field.value) == ("subject", "a b")


@pytest.mark.parametrize(
    ("content", "fields", "body"),
    [
        (b"", 0, b""),
        (b"\r\nFrom: x\r\n", 0, b"From: x\r\n"),
        (b"\nText", 0, b"Text"),
        (b"From: x", 1, b""),
        (b"From: x\r\n", 1, b""),
        (b"From: x\nTo: y\n\nText\n", 2, b"Text\r\n"),
        (b"From: x\r\n\n\r\nText", 1, b"\r\nText"),
        (b"From ada Tue\r\nFrom: x\r\n\r\nText", 1, b"Text"),
        (b"From : ada\r\nFrom: x\r\n\r\nText", 2, b"Text"),
    ],
)
def test_header_and_body_are_told_apart(content: bytes, fields: int, body: bytes) -> None:
    message = split_message(content)
    assert (len(message.fields), message.body, message.sound) == (fields, body, True)


@pytest.mark.parametrize(
    "content",
    [
        b"From: x\r\nno field\r\nTo: y\r\n\r\n",
        b" From: x\r\n\r\n",
        b"From: x\rTo: y\r\n\r\n",
        b"From: x\0\r\n\r\n",
        b"Fr om: x\r\n\r\n",
        b"A: b\r\n" * 1_001 + b"\r\n",
        b"A: " + b"b" * 102_500 + b"\r\n\r\n",
        b"A: b\r\n" * 100_000,
    ],
)
def test_a_header_that_readers_split_differently_is_not_sound(content: bytes) -> None:
    assert not split_message(content).sound


@pytest.mark.parametrize("run", [b" ", b"\t", b"\r\n", b" \r\n", b"\r", b"a "])
def test_long_runs_are_read_in_one_pass(run: bytes) -> None:
    body = run * 300_000
    assert canonical_body(body, "relaxed") == plain_relaxed(body)
    assert relaxed_field(b"A:" + body.replace(b"\r\n", b"") + b"b").endswith(b"b\r\n")


LINES = st.sampled_from(
    [
        *(
            b"From: a@b.example",
            b"A: b",
            b"A : b",
            b" folded",
            b"\tfolded",
            b"no field",
            b"From x",
            b">From x",
            b"",
            b"X: \0",
        ),
        *(
            b"X: a\rB: c",
            b":",
            b"\r",
            b"B\xc3\xbcro: x",
            b"Authentication-Results: mx.vendor.example; dmarc=pass",
            b" ",
        ),
    ]
)
HEADERS = st.lists(st.tuples(LINES, st.sampled_from([b"\r\n", b"\r\n", b"\n", b""])), max_size=12)


@given(HEADERS, st.sampled_from([b"", b"\r\n\r\nA: body\r\n", b"\n\nA: body\n"]))
def test_field_by_field_from_the_top_is_the_same_as_all_at_once(lines: list[tuple[bytes, bytes]], rest: bytes) -> None:
    content = b"".join(line + end for line, end in lines) + rest
    assert tuple(topmost_fields(content)) == split_message(content).fields


def test_of_a_header_that_is_too_long_there_is_no_topmost_field() -> None:
    assert tuple(topmost_fields(b"A: b\r\n" * 20_000 + b"\r\nbody")) == ()
    assert next(topmost_fields(b"A: b\r\n\r\n" + b"x\n\n" * 100_000)).name == "a"
