"""Header fields: found, unfolded, decoded to one line each."""

import pytest

from gateway.mail.header.fields import decode_words, read_header
from gateway.mail.limits import Defects, Limits
from gateway.mail.parse import parse


def defects_of(content: bytes) -> tuple[str, ...]:
    defects = Defects()
    read_header(content, 0, len(content), Limits(), defects)
    return defects.all()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("plain", "plain"),
        ("two  blanks stay", "two  blanks stay"),
        ("=?utf-8?q?a?= =?utf-8?q?b?=", "ab"),
        ("=?utf-8?q?a?= b =?utf-8?q?c?=", "a b c"),
        ("=?utf-8?q?a_b?=", "a b"),
        ("=?utf-8?b?w6Q=?=", "ä"),
        ("=?utf-8?B?w6Q?=", "ä"),
        ("=?utf-8?q?=C3?= =?utf-8?q?=A4?=", "ä"),
        ("=?utf-8?q?=C3?= =?UTF-8?b?pA==?=", "ä"),
        ("=?iso-8859-1?q?=E4?= =?utf-8?q?=C3=A4?=", "ää"),
        ("T-00=?utf-8?q?10?=01", "T-001001"),
        ('"=?utf-8?q?J=C3=B6rg?="', '"Jörg"'),
        ("=?utf-8?x?a?=", "=?utf-8?x?a?="),
        ("=?utf-8?q?a", "=?utf-8?q?a"),
        ("=? =?utf-8?q?a?=", "=? a"),
        ("=?utf-8?q?a=0D=0AX:_b?=", "a X: b"),
        ("=?utf-8?q?what=3F?=", "what?"),
        ("=?x?q?a?=", "a"),
    ],
)
def test_encoded_words_are_decoded_wherever_they_stand(value: str, expected: str) -> None:
    assert decode_words(value) == expected


def test_folded_lines_are_joined_with_one_blank() -> None:
    message = parse(b"Subject: one\r\n\t two\r\n   three\r\n \r\n four\r\n\r\nhi")
    assert message.subject == "one two three four"
    assert message.body.text == "hi"


@pytest.mark.parametrize("odd_line", [b"", b"X-Odd : y\n"])
def test_a_value_that_begins_on_its_second_line_has_no_blank_in_front(odd_line: bytes) -> None:
    assert parse(b"Subject:\n words\n" + odd_line + b"\nhi").subject == "words"


def test_values_never_hold_controls_or_line_separators() -> None:
    message = parse("Subject: a\x01b\x7fc\x85d\u2028e\u2029f\tg\n\nhi".encode())
    assert message.subject == "a b c d e f g"


def test_field_names_compare_without_case_and_keep_their_spelling() -> None:
    message = parse(b"SuBjEcT: x\nsubject: y\n\nhi")
    assert message.headers.all("SUBJECT") == ("x", "y")
    assert message.headers.get("subject") == "x"
    assert "Subject" in message.headers
    assert "Date" not in message.headers
    assert next(iter(message.headers)) == ("SuBjEcT", "x")


def test_a_vouching_field_below_a_broken_line_does_not_count() -> None:
    above = parse(b"Authentication-Results: mx.example; spf=pass\nbroken line\nTo: a@b.example\n\nhi")
    below = parse(b"Subject: x\nbroken line\nAuthentication-Results: mx.example; spf=pass\nTo: a@b.example\n\nhi")
    assert "Authentication-Results" in above.headers
    assert "Authentication-Results" not in below.headers
    assert below.to


def test_a_bare_carriage_return_starts_no_field() -> None:
    message = parse(b"Subject: x\rAuthentication-Results: mx.example; dmarc=pass\n\nhi")
    assert "Authentication-Results" not in message.headers
    assert "bare carriage return in the header" in message.defects


def test_oddities_are_named() -> None:
    assert defects_of(b"From : a@b.example\n\n") == ("blank before the colon of From",)
    assert defects_of(b"Subject: x\nno field\nTo: y\n\n") == ("broken header line",)
    assert defects_of(b"Subject: x\nno field\n\n") == ("no empty line between header and body",)
    assert defects_of(b"Subject: x\xff\n\n") == ("8-bit characters in Subject that are not UTF-8",)
    assert defects_of(b"Subject: x\0y\n\n") == ("NUL in the header",)


def test_a_header_without_a_body_is_a_header() -> None:
    message = parse(b"Subject: only this")
    assert message.subject == "only this"
    assert message.body.text == ""
