"""Files get safe names and the type that their content shows."""

import pytest

from gateway.mail.mime.attachments import make_attachment, safe_name, told_type, unique_names


@pytest.mark.parametrize(
    ("declared", "name"),
    [
        ("report.pdf", "report.pdf"),
        ("../../a.exe", "a.exe"),
        ("C:\\Users\\ada\\a.txt", "a.txt"),
        ("/etc/passwd", "passwd"),
        ("a\0b\nc.txt", "a b c.txt"),
        ("in\u202evoice.txt", "in voice.txt"),
        ("zero\u200bwidth.txt", "zero width.txt"),
        ('a"b<c>d|e?f*g:h.txt', "a b c d e f g h.txt"),
        ("  .hidden.  ", "hidden"),
        ("con", "_con"),
        ("NUL.tar.gz", "_NUL.tar.gz"),
        ("com1.txt", "_com1.txt"),
        ("console.txt", "console.txt"),
        ("Gro\u0308\u00dfe.txt", "Gr\u00f6\u00dfe.txt"),
        ("日本語.txt", "日本語.txt"),
        ("", "attachment-7.png"),
        ("...", "attachment-7.png"),
        ("/", "attachment-7.png"),
        ("__", "attachment-7.png"),
        (None, "attachment-7.png"),
    ],
)
def test_a_name_is_safe_to_show_and_to_write(declared: str | None, name: str) -> None:
    assert safe_name(declared, "image/png", 7) == name


def test_a_long_name_keeps_its_extension() -> None:
    assert safe_name("x" * 500 + ".pdf") == "x" * 146 + ".pdf"
    assert len(safe_name("x" * 100 + "." + "y" * 100)) == 150


@pytest.mark.parametrize(
    ("content", "claimed", "name", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n", "application/octet-stream", "a", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/png", "a.png", "image/jpeg"),
        (b"%PDF-1.7", "text/plain", "a.txt", "application/pdf"),
        (b"MZ\x90", "application/pdf", "a.pdf", "application/vnd.microsoft.portable-executable"),
        (b"words", "image/png", "a.png", "text/plain"),
        (b"\0\1\2", "image/png", "a.png", "application/octet-stream"),
        (b"\0\1\2", "text/plain", "a.txt", "application/octet-stream"),
        (b"a,b\n", "text/csv", "a.csv", "text/csv"),
        (b"words", "application/octet-stream", "a", "text/plain"),
        (b"words", "nonsense", "a", "text/plain"),
        (b"PK\x03\x04" + b"\0" * 26 + b"a.txt", "application/octet-stream", "a.zip", "application/zip"),
        (
            b"PK\x03\x04" + b"\0" * 26 + b"word/document.xml",
            "application/zip",
            "a.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (
            b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.textPK",
            "application/zip",
            "a.odt",
            "application/vnd.oasis.opendocument.text",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/octet-stream", "a.xls", "application/vnd.ms-excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "text/plain", "a", "application/x-ole-storage"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/png", "a", "image/webp"),
        (b"\0\0\0\x18ftypmp42", "application/octet-stream", "a", "video/mp4"),
        (b"\0\0\0\x18ftypheic", "application/octet-stream", "a", "image/heic"),
        (b"<html><body>", "text/plain", "a.txt", "text/html"),
        (b"<?xml version='1.0'?><svg>", "text/xml", "a.xml", "image/svg+xml"),
        (b"BEGIN:VCARD\n", "text/plain", "a.vcf", "text/vcard"),
        (b"", "image/png", "a.png", "image/png"),
    ],
)
def test_the_type_is_told_from_the_content(content: bytes, claimed: str, name: str, kind: str) -> None:
    assert told_type(content, claimed, name) == kind


def test_names_are_unique_without_regard_to_case() -> None:
    files = [make_attachment(b"x", "text/plain", name, 1, (False, None)) for name in ("a.txt", "A.TXT", "a.txt", "b")]
    assert [file.name for file in unique_names(files)] == ["a.txt", "A (2).TXT", "a (3).txt", "b"]


def test_a_file_knows_its_size_and_digest() -> None:
    file = make_attachment(b"abc", "text/plain", "a.txt", 1, (True, "id@x"))
    assert (file.size, file.inline, file.content_id) == (3, True, "id@x")
    assert file.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
