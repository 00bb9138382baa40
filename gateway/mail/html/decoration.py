"""Pictures that belong to a letterhead: told from content by size and place, as far as one message shows it.

Which of them come again and again is known to the store alone (`gateway.store.inbox.pictures`).
"""

import struct
from collections.abc import Sequence
from dataclasses import replace

from gateway.mail.html.rendering import html_to_text
from gateway.mail.message import Attachment, Body

_MAX_BYTES = 60_000
_LOGO = (700, 250)  # width and height up to which a picture in a signature is its logo
_MAX_LOOKED_AT = 20  # pictures of one message
_MAX_HTML = 200_000


def mark_decoration(files: Sequence[Attachment], html: str | None, body: Body) -> tuple[Attachment, ...]:
    """The same files with `decoration` set on icons and logos of the signature and the quoted text.

    Size alone proves nothing: a small picture among the words may be what the mail is about.
    """
    pictures = small_pictures(files)
    marked = {file.name for file in pictures if _is_decoration(file, html, body)}
    return tuple(replace(file, decoration=True) if file.name in marked else file for file in files)


def small_pictures(files: Sequence[Attachment]) -> list[Attachment]:
    """Pictures within the text that can be a logo; of a message with very many only the first."""
    small = [file for file in files if file.inline and file.type.startswith("image/") and file.size <= _MAX_BYTES]
    return small[:_MAX_LOOKED_AT]


def _is_decoration(file: Attachment, html: str | None, body: Body) -> bool:
    size = picture_size(file.content)
    if size is None:
        return False
    return size[0] <= _LOGO[0] and size[1] <= _LOGO[1] and _behind_the_reply(file, html, body)


def _behind_the_reply(file: Attachment, html: str | None, body: Body) -> bool:
    """Does the picture stand within the signature or quoted text? Told from how much text follows it."""
    below = len(body.signature.split()) + len(body.quoted.split())
    if not below or not html or not file.content_id or len(html) > _MAX_HTML:
        return False
    place = html.find(f"cid:{file.content_id}")
    opened = html.rfind("<", 0, place)
    return place >= 0 and len(html_to_text(html[opened:]).split()) < below


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Width and height in pixels of a PNG, GIF or JPEG; None for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        width, height = struct.unpack_from(">II", content, 16)
        return width, height
    if content.startswith((b"GIF87a", b"GIF89a")) and len(content) >= 10:
        width, height = struct.unpack_from("<HH", content, 6)
        return width, height
    return _jpeg_size(content) if content.startswith(b"\xff\xd8") else None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    position = 2
    while position + 9 < len(content) and content[position] == 0xFF:
        marker = content[position + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", content, position + 5)
            return width, height
        position += 2 + int.from_bytes(content[position + 2 : position + 4], "big")
    return None
