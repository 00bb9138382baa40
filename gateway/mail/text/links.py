"""Links that mail filters rewrote, as they were written: Safe Links, urldefense v2 and v3, and percent encoding."""

import base64
import binascii
import re
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

MAX_LINKS: Final = 200  # of one text
_LINK: Final = re.compile(r"https?://[^\s<>\"]{1,4000}")
_V3: Final = re.compile(r"/v3/__(.{1,4000}?)__;([A-Za-z0-9_-]{0,400}=*)!")
_V3_PLACE: Final = re.compile(r"\*(\*.)?")
_RUNS: Final = {char: length for length, char in enumerate(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", 2
)}  # fmt: skip


def plain_links(text: str) -> str:
    """The text with the first MAX_LINKS of its links as people would read them; never raises."""
    if "://" not in text:
        return text
    return _LINK.sub(lambda found: _plain(found[0]), text, count=MAX_LINKS)


def _plain(link: str) -> str:
    try:
        parts = urlsplit(link)
        host = (parts.hostname or "").lower()
        if host.endswith("safelinks.protection.outlook.com"):
            link = parse_qs(parts.query).get("url", [link])[0]
        elif host.startswith("urldefense.") and parts.path.startswith("/v2/"):
            link = _of_v2(parse_qs(parts.query).get("u", [""])[0]) or link
        elif host.startswith("urldefense."):
            link = _of_v3(link) or link
        return unquote(link)
    except ValueError:
        return link


def _of_v2(written: str) -> str:
    return unquote(written.translate(str.maketrans("-_", "%/")))


def _of_v3(link: str) -> str:
    """The link between the underscores; each "*" stands for one of the encoded bytes, "**x" for several."""
    found = _V3.search(link)
    if found is None:
        return ""
    try:
        kept = base64.urlsafe_b64decode(found[2] + "=" * (-len(found[2]) % 4)).decode("utf-8", "replace")
    except binascii.Error:
        return found[1]
    characters = iter(kept)

    def put(place: re.Match[str]) -> str:
        length = _RUNS.get(place[0][2:], 1) if place[1] else 1
        return "".join(next(characters, "") for _ in range(length))

    return _V3_PLACE.sub(put, found[1])
