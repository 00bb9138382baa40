"""Lists of tag=value (RFC 6376 section 3.2)."""

import pytest

from gateway.mail.header.tag_list import MAX_TAG_LIST, read_base64, read_tags


def test_tags_lose_the_blanks_around_them() -> None:
    assert read_tags("v=1 ; a = b=c;\tempty= ; ") == {"v": "1", "a": "b=c", "empty": ""}


@pytest.mark.parametrize(
    "text", ["", ";", "a", "a=b;;c=d", "=b", "1a=b", "a=b; a=c", "a b=c", "a=b" + "c" * MAX_TAG_LIST, "a=b;" * 100]
)
def test_a_list_that_breaks_its_grammar_is_none(text: str) -> None:
    assert read_tags(text) is None


def test_base64_may_be_folded() -> None:
    assert read_base64("aG Vs\tbG8=") == b"hello"
    assert read_base64("aGVsbG8") is None
    assert read_base64("aGVsbG8*") is None
    assert read_base64("a===") is None
