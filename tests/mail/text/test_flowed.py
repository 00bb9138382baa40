"""Flowed text becomes paragraphs again (RFC 3676)."""

import pytest

from gateway.mail.text.flowed import unflowed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one \ntwo\nthree", "one two\nthree"),
        ("one \n\ntwo", "one \n\ntwo"),
        (" From here\n >not quoted", "From here\n>not quoted"),
        ("> a \n> b\n>> c \n>> d", "> a b\n>> c d"),
        ("> a \nb", "> a \nb"),
        ("words \n-- \nAda \nMoor", "words \n-- \nAda Moor"),
        ("last ", "last "),
        ("", ""),
    ],
)
def test_lines_of_one_paragraph_are_joined(text: str, expected: str) -> None:
    assert [line.rstrip() for line in unflowed(text, False).split("\n")] == [
        line.rstrip() for line in expected.split("\n")
    ]


def test_delsp_takes_the_blank_away() -> None:
    assert unflowed("分け \nられた", True) == "分けられた"
