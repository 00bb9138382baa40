"""Lists of `tag=value;` as DKIM, ARC and DMARC write them (RFC 6376 section 3.2)."""

import base64
import binascii
import re
from typing import Final

MAX_TAG_LIST: Final = 8192  # characters: a key of 16384 bits still fits
MAX_TAGS: Final = 50

_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*+\Z")
_BASE64: Final = re.compile(r"[A-Za-z0-9+/]*+={0,2}\Z")


def read_tags(text: str) -> dict[str, str] | None:
    """Every tag with its value, white space around both removed; None where the list breaks its grammar.

    A tag that stands twice breaks it, and so does a list that is too long.
    """
    if len(text) > MAX_TAG_LIST:
        return None
    pieces = text.split(";")
    if not pieces[-1].strip():
        pieces.pop()
    if not 0 < len(pieces) <= MAX_TAGS:
        return None
    tags: dict[str, str] = {}
    for piece in pieces:
        name, equals, value = piece.partition("=")
        name = name.strip()
        if not equals or not _NAME.match(name) or name in tags:
            return None
        tags[name] = value.strip()
    return tags


def read_base64(text: str) -> bytes | None:
    """Base64 with white space anywhere (RFC 6376 section 2.10), None where it is none."""
    compact = "".join(text.split())
    if not _BASE64.match(compact):
        return None
    try:
        return base64.b64decode(compact, validate=True)
    except binascii.Error:
        return None
