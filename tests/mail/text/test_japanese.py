"""Japanese of Windows and phones is read under the usual names of its charsets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.mail.text.charset import decode
from gateway.mail.text.japanese import from_euc, from_iso2022

KANJI = st.text(st.sampled_from("注文が止まりました。入力画面、確認漢字アイウ亜熙"), min_size=1)


@pytest.mark.parametrize("name", ["iso-2022-jp", "ISO-2022-JP-MS", "cp50220", "cp50221", "csISO2022JP"])
def test_circled_digits_and_company_signs_are_read(name: str) -> None:
    found = decode(b"\x1b$B-!CmJ8-j\x1b(B (1)", name)
    assert found == ("\u2460注文\u3231 (1)", None)


def test_katakana_of_half_width_is_read_in_all_its_forms() -> None:
    assert from_iso2022(b"\x1b(I1234\x1b(B") == "ｱｲｳｴ"
    assert from_iso2022(b"\x0e1234\x0f ok") == "ｱｲｳｴ ok"
    assert from_euc(b"\x8e\xb1\x8e\xb2 ok") == "ｱｲ ok"


@pytest.mark.parametrize("name", ["euc-jp", "cp51932", "eucJP-ms", "x-euc-jp"])
def test_euc_with_the_rows_of_microsoft_is_read(name: str) -> None:
    assert decode(b"\xad\xa1\xc3\xed\xca\xb8", name) == ("\u2460注文", None)


@given(KANJI)
def test_what_the_strict_codecs_read_is_read_alike(text: str) -> None:
    assert from_iso2022(text.encode("iso2022_jp")) == text
    assert from_euc(text.encode("euc_jp")) == text


@given(st.binary())
def test_any_bytes_are_taken(data: bytes) -> None:
    assert isinstance(from_iso2022(data), str)
    assert isinstance(from_euc(data), str)
