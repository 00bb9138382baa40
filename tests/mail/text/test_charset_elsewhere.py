"""8-bit text that names no charset has the one that the rest of the mail names."""

import pytest

from gateway.mail.parse import parse

GREEK = "Η εκτύπωση δεν λειτουργεί"
HEAD = b"From: a@acorn.example\nMIME-Version: 1.0\n"


def test_a_part_without_a_charset_has_that_of_its_sibling() -> None:
    content = (
        HEAD
        + b'Content-Type: multipart/mixed; boundary="x"\n\n--x\nContent-Type: text/plain\n\n'
        + GREEK.encode("cp1253")
        + b"\n--x\nContent-Type: text/plain; charset=windows-1253\n\n"
        + "Ευχαριστώ".encode("cp1253")
        + b"\n--x--\n"
    )
    assert parse(content).body.text == f"{GREEK}\n\nΕυχαριστώ"


@pytest.mark.parametrize(
    ("charset", "text"),
    [("koi8-r", "Принтер"), ("big5", "印表機"), ("windows-1257", "Spausdintuvas neveikia, ačiū"), ("gb2312", "打印机")],
)
def test_the_charset_of_an_encoded_subject_is_that_of_the_text_and_of_file_names(charset: str, text: str) -> None:
    raw = text.encode(charset)
    subject = b"Subject: =?" + charset.encode() + b"?Q?" + b"".join(b"=%02X" % one for one in raw) + b"?=\n"
    parts = (
        b"\n--x\nContent-Type: text/plain\n\n" + raw + b"\n--x\nContent-Type: application/octet-stream\n"
        b'Content-Disposition: attachment; filename="' + raw + b'.dat"\n\nabc\n--x--\n'
    )
    found = parse(HEAD + subject + b'Content-Type: multipart/mixed; boundary="x"\n' + parts)
    assert found.body.text == text
    assert found.attachments[0].name == f"{text}.dat"
    assert any(f"read as {charset}" in one for one in found.defects)


def test_utf_8_stays_utf_8_whatever_else_is_named() -> None:
    content = HEAD + b"Subject: =?koi8-r?B?8NLJztTF0g==?=\nContent-Type: text/plain\n\n" + GREEK.encode()
    assert parse(content).body.text == GREEK


@pytest.mark.parametrize("label", ["big5", "big5-hkscs", "x-x-big5", "cp950", "Big5-HKSCS:2004"])
@pytest.mark.parametrize("text", ["打印機冇反應，唔知點解，請問係咪壞咗？", "碁銹裏墻恒粧嫺"])
def test_big5_of_hong_kong_and_of_windows_is_read_under_either_name(label: str, text: str) -> None:
    raw = b"".join(one.encode("big5hkscs" if one not in "碁銹裏墻恒粧嫺" else "cp950") for one in text)
    content = HEAD + f"Content-Type: text/plain; charset={label}\n\n".encode() + raw
    assert parse(content).body.text == text


@pytest.mark.parametrize(
    ("label", "page", "text"),
    [
        ("iso-8859-2", "cp1250", "Tiskárna šustí a žádost chybí – už týden"),
        ("iso-8859-7", "cp1253", "Η “δοκιμή” απέτυχε…"),
        ("iso-8859-13", "cp1257", "Spausdintuvas „neveikia“ – ačiū"),
        ("iso-8859-15", "cp1252", "L’imprimante – déjà réparée – s’arrête"),
    ],
)
def test_text_of_windows_under_the_name_of_iso_8859_keeps_its_characters(label: str, page: str, text: str) -> None:
    content = HEAD + f"Content-Type: text/plain; charset={label}\n\n".encode() + text.encode(page)
    assert parse(content).body.text == text
    plain = "Tlačiareň" if page == "cp1250" else "abc"
    assert parse(content[: content.index(b"\n\n") + 2] + plain.encode(label)).body.text == plain
