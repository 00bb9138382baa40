"""Bytes become text: as declared, or as the bytes say."""

import pytest

from gateway.mail.limits import Defects
from gateway.mail.text.charset import codec_of, decode


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("UTF-8", "utf_8"),
        ('"utf8"', "utf_8"),
        ("ISO-8859-1", "cp1252"),
        ("iso_8859-15", "iso8859_15"),
        ("ks_c_5601-1987", "cp949"),
        ("gb2312", "gb18030"),
        ("windows-1251", "cp1251"),
        ("iso-8859-8-i", "iso8859_8"),
        ("X-Mac-Roman", "mac_roman"),
        ("koi8-u", "koi8_u"),
        ("utf-8*en", "utf_8"),
    ],
)
def test_names_of_charsets_are_known_as_mail_writes_them(name: str, codec: str) -> None:
    assert codec_of(name) == codec


@pytest.mark.parametrize(
    "name", [None, "", "x-nobody", "rot13", "base64", "idna", "punycode", "unicode_escape", "../os"]
)
def test_what_is_no_charset_gives_no_codec(name: str | None) -> None:
    assert codec_of(name) is None


@pytest.mark.parametrize(
    "charset", ["utf-8", "iso-8859-15", "cp437", "utf-16", "utf-32", "utf-7", "cp1250", "utf-16-le"]
)
def test_declared_text_is_decoded(charset: str) -> None:
    assert decode("Größe und Maß".encode(charset), charset) == ("Größe und Maß", None)


def test_a_wrong_declaration_is_corrected_and_named() -> None:
    assert decode("Größe".encode(), "iso-8859-1") == ("Größe", "the text is UTF-8, not iso-8859-1 as declared")
    assert decode("Größe".encode(), "us-ascii")[0] == "Größe"
    assert decode("Größe".encode("cp1252"), "us-ascii") == ("Größe", "8-bit text declared as US-ASCII")
    assert decode("Größe".encode(), "x-nobody") == ("Größe", "unknown charset x-nobody")


def test_cyrillic_declared_as_western_is_found_out() -> None:
    text = "Здравствуйте, приложение не запускается с самого утра, помогите пожалуйста."
    assert decode(text.encode("cp1251"), "iso-8859-1")[0] == text


def test_a_few_invalid_bytes_do_not_change_the_charset() -> None:
    text, odd = decode("Größe, Maß, Äpfel und Öl".encode() + b"\xc3", "utf-8")
    assert text.startswith("Größe, Maß, Äpfel und Öl")
    assert odd == "some bytes are not valid utf-8"


def test_byte_order_marks_rule() -> None:
    assert decode(b"\xef\xbb\xbfab", "iso-8859-1")[0] == "ab"
    assert decode(b"\xff\xfea\0b\0", "utf-8")[0] == "ab"
    assert decode("ab".encode("utf-16-le"), "utf-16")[0] == "ab"
    assert decode("abcd".encode("utf-16-be"), None)[0] == "abcd"


def test_text_holds_no_nul_no_control_and_no_lone_surrogate() -> None:
    assert decode(b"a\0b\x07c\td\ne", None)[0] == "abc\td\ne"
    assert decode(b"a+2AA-b", "utf-7")[0] == "ab"
    assert decode(b"a\x1b[31mred", None)[0] == "a[31mred"


def test_windows_1252_leaves_no_byte_undecoded() -> None:
    assert decode(bytes(range(0x80, 0x100)) + b" and many letters around it", "windows-1252")[0].startswith("€")


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        ("Добрый день, заказ не открывается", "cp1251"),
        ("Добрый день, заказ не открывается", "koi8-r"),
        ("Заказ", "koi8-r"),
        ("Добрый день", "cp866"),
        ("您好，系统无法登录，请尽快处理。", "gb18030"),
        ("您好，系統無法登入，請盡快處理。", "big5"),
        ("ご確認をお願いします。", "euc-jp"),
        ("ご確認をお願いします。", "shift_jis"),
        ("주문이 되지 않습니다", "cp949"),
        ("Störung in Köln", "cp1252"),
    ],
)
def test_an_undeclared_charset_is_told_from_the_bytes(text: str, charset: str) -> None:
    assert decode(text.encode(charset), None)[0] == text


def test_statistics_are_asked_only_when_allowed() -> None:
    greek = "Καλημέρα σας, η εφαρμογή δεν λειτουργεί"
    assert decode(greek.encode("cp1253"), None, lambda: True)[0] == greek
    assert decode(greek.encode("cp1253"), None)[0] != greek


def test_one_message_may_ask_for_statistics_only_so_often() -> None:
    defects = Defects()
    assert sum(defects.may_guess() for _ in range(100)) == 20
