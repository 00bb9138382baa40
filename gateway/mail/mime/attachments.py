"""Files that came with a message: safe names, types told from the content."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from gateway.mail.header.fields import one_line
from gateway.mail.message import Attachment

_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f-\x9f"*:<>?|\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]')
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789¹²³")}
)
_MAX_NAME = 150  # characters; with any encoding below the 255 bytes that file systems take

# What a file begins with, and what it then is.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"), (b"II*\0", "image/tiff"), (b"MM\0*", "image/tiff"), (b"%PDF-", "application/pdf"),
    (b"\x1f\x8b", "application/gzip"), (b"BZh", "application/x-bzip2"), (b"\xfd7zXZ\0", "application/x-xz"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"), (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\x28\xb5\x2f\xfd", "application/zstd"), (b"MZ", "application/vnd.microsoft.portable-executable"),
    (b"\x7fELF", "application/x-elf"), (b"\xca\xfe\xba\xbe", "application/java-vm"),
    (b"{\\rtf", "application/rtf"), (b"%!PS", "application/postscript"), (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"), (b"ID3", "audio/mpeg"), (b"\x1aE\xdf\xa3", "video/x-matroska"),
    (b"SQLite format 3\0", "application/vnd.sqlite3"), (b"\x78\x9f\x3e\x22", "application/vnd.ms-tnef"),
    (b"wOFF", "font/woff"), (b"wOF2", "font/woff2"), (b"8BPS", "image/vnd.adobe.photoshop"),
    (b"-----BEGIN PGP SIGNATURE-----", "application/pgp-signature"),
    (b"-----BEGIN PGP PUBLIC KEY BLOCK-----", "application/pgp-keys"), (b"#!", "text/x-shellscript"),
    (b"!BDN", "application/vnd.ms-outlook-pst"), (b"L\0\0\0\x01\x14\x02\0", "application/x-ms-shortcut"),
)  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP_CONTENT = (
    (b"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (b"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    (b"META-INF/", "application/java-archive"),
)
_OLE_NAMES = {
    ".doc": "application/msword", ".dot": "application/msword", ".xls": "application/vnd.ms-excel",
    ".ppt": "application/vnd.ms-powerpoint", ".msg": "application/vnd.ms-outlook", ".vsd": "application/vnd.visio",
    ".msi": "application/x-msi", ".mpp": "application/vnd.ms-project",
}  # fmt: skip
_SNIFFED = frozenset(kind for _, kind in _MAGIC) | {"image/webp", "image/jpg", "image/pjpeg", "application/zip"}
_TOKEN = re.compile(r"[\w!#$&^.+-]{1,127}/[\w!#$&^.+-]{1,127}\Z", re.ASCII)
_EXTENSIONS = {
    "image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/webp": ".webp", "image/svg+xml": ".svg",
    "image/bmp": ".bmp", "image/tiff": ".tif", "application/pdf": ".pdf", "application/zip": ".zip",
    "text/plain": ".txt", "text/html": ".html", "text/calendar": ".ics", "text/csv": ".csv", "text/xml": ".xml",
    "message/rfc822": ".eml", "application/json": ".json", "text/vcard": ".vcf", "application/xml": ".xml",
    "application/pkcs7-signature": ".p7s", "application/pkcs7-mime": ".p7m", "application/pgp-signature": ".asc",
    "application/pgp-encrypted": ".asc", "application/rtf": ".rtf", "audio/mpeg": ".mp3", "video/mp4": ".mp4",
    "application/gzip": ".gz",
}  # fmt: skip


def safe_name(declared: str | None, kind: str = "", number: int = 1) -> str:
    """A file name without path, control, direction and reserved characters; never empty, at most 150 characters.

    `kind` and `number` make a name where none was declared.
    """
    name = unicodedata.normalize("NFC", one_line(declared or "")).replace("\\", "/").rpartition("/")[2]
    name = " ".join(_FORBIDDEN.sub(" ", name).split()).strip(" .")
    if not name or not any(c.isalnum() for c in name):
        name = f"attachment-{number}{_EXTENSIONS.get(kind, '')}"
    stem, dot, extension = name.rpartition(".")
    if name.partition(".")[0].strip().lower() in _RESERVED:
        name, stem = f"_{name}", f"_{stem}"
    if len(name) > _MAX_NAME:
        keep = f".{extension}" if dot and len(extension) <= 10 else ""
        name = (stem if keep else name)[: _MAX_NAME - len(keep)].rstrip(" .") + keep
    return name


def told_type(content: bytes, claimed: str, name: str = "") -> str:
    """The media type that the content shows; the claim stands only where the content does not speak against it."""
    head = content[:4_096]
    found = next((kind for magic, kind in _MAGIC if head.startswith(magic)), None) or _boxed(head, name)
    if found == "application/zip":
        return _zip_type(head, claimed)
    if found:
        return found
    if not _TOKEN.match(claimed):
        claimed = "application/octet-stream"
    if claimed in _SNIFFED and content:
        return "text/plain" if _is_text(head) else "application/octet-stream"
    if claimed.startswith("text/") and not _is_text(head):
        return "application/octet-stream"
    if claimed == "application/octet-stream" and head and _is_text(head) and head.isascii():
        return "text/plain"
    return claimed


def _boxed(head: bytes, name: str) -> str | None:
    """Formats whose mark is not at the very start, or that are containers."""
    if head.startswith(b"PK\x03\x04"):
        return "application/zip"
    if head.startswith(_OLE):
        return _OLE_NAMES.get(name[-4:].lower(), "application/x-ole-storage")
    if head.startswith(b"RIFF"):
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}.get(head[8:12])
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        return (
            "image/heic" if brand in (b"heic", b"heix", b"mif1") else "image/avif" if brand == b"avif" else "video/mp4"
        )
    if head.startswith(b"BM") and len(head) > 26 and head[14:15] in (b"\x0c", b"\x28", b"\x6c", b"\x7c"):
        return "image/bmp"
    return _marked_up(head)


def _marked_up(head: bytes) -> str | None:
    start = head[:1_024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "text/html"
    if start.startswith(b"<svg") or (start.startswith(b"<?xml") and b"<svg" in start):
        return "image/svg+xml"
    if start.startswith(b"begin:vcalendar"):
        return "text/calendar"
    return "text/vcard" if start.startswith(b"begin:vcard") else None


def _zip_type(head: bytes, claimed: str) -> str:
    if head[30:38] == b"mimetype":
        kind = head[38:138].partition(b"PK")[0].decode("ascii", "replace").strip()
        if _TOKEN.match(kind):
            return kind
    told = next((kind for mark, kind in _ZIP_CONTENT if mark in head), None)
    if told and not (told == "application/java-archive" and not claimed.endswith("java-archive")):
        return told
    return claimed if claimed.startswith("application/vnd.") or claimed.endswith("+zip") else "application/zip"


def _is_text(head: bytes) -> bool:
    return b"\0" not in head and sum(head.count(c) for c in (1, 2, 3, 4, 5, 6, 14, 15, 16, 17, 18, 19)) * 50 <= len(
        head
    )


def make_attachment(
    content: bytes, claimed: str, name: str | None, number: int, inline: tuple[bool, str | None]
) -> Attachment:
    """An attachment with its safe name, told type and digest; `inline` is whether it stands in the text, and its
    Content-ID."""
    kind = told_type(content, claimed, name or "")
    return Attachment(
        name=safe_name(name, kind, number),
        type=kind,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        inline=inline[0],
        content_id=inline[1],
        content=content,
    )


def unique_names(files: Iterable[Attachment]) -> tuple[Attachment, ...]:
    """The same files, each name once (compared without case): "log.txt", "log (2).txt"."""
    seen: dict[str, int] = {}
    out: list[Attachment] = []
    for file in files:
        name = file.name
        while (key := name.lower()) in seen:
            seen[key] += 1
            stem, dot, extension = file.name.rpartition(".")
            name = f"{stem} ({seen[key]}).{extension}" if dot and stem else f"{file.name} ({seen[key]})"
        seen[name.lower()] = 1
        out.append(file if name == file.name else replace(file, name=name))
    return tuple(out)
