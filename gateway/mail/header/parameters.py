"""Parameters of Content-Type and Content-Disposition (RFC 2045 section 5.1, RFC 2231), read tolerantly."""

import re
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from gateway.mail.header.fields import decode_words, one_line
from gateway.mail.text.charset import decode

_QUOTED = re.compile(r'"(?>(?:[^"\\]++|\\.)*)"?', re.DOTALL)
_SEGMENT = re.compile(r'(?>(?:[^;"]++|"(?>(?:[^"\\]++|\\.)*)"?)+)', re.DOTALL)
_EXTENDED = re.compile(r"([^*]+)\*(?:(\d{1,3})(\*)?)?\Z")
_NAMED = re.compile(r"(?:file)?name[*0-9]*\s*+=")
_MAX = 200  # parameters of one field that are looked at


@lru_cache(maxsize=64)  # most parts of most mails are one of a few types
def read_parameters(value: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The leading word in lower case and the parameters: names in lower case, values decoded."""
    if ";" not in value and "=" not in value:
        return value.strip().strip('"').lower(), ()
    segments = value.split(";") if '"' not in value else _SEGMENT.findall(value)
    first = segments[0].strip().strip('"').lower() if not value.startswith(";") else ""
    if _NAMED.match(first):  # the leading word is missing
        first = ""
        segments.insert(0, first)
    elif "=" in first:  # the semicolon before the first parameter is missing
        first, _, segments[0] = segments[0].strip().partition(" ")
        first = first.lower()
        segments.insert(0, first)
    plain: list[tuple[str, str]] = []
    extended: dict[str, dict[int, tuple[str, bool]]] = {}
    for segment in segments[1 : _MAX + 1]:
        name, equals, text = segment.partition("=")
        name = name.strip().lower()
        if not equals or not name:
            continue
        if "*" in name and (match := _EXTENDED.match(name)):
            number = int(match[2] or 0)
            percent = match[2] is None or match[3] is not None
            extended.setdefault(match[1], {})[number] = (_unquoted(text), percent)
        else:
            plain.append((name, _value(text)))
    joined = [(name, _joined(pieces)) for name, pieces in extended.items()]
    return first, (*joined, *((name, text) for name, text in plain if name not in extended))


def _value(text: str) -> str:
    bare = _unquoted(text)
    return decode_words(bare) if "=?" in bare else bare


def _unquoted(text: str) -> str:
    text = text.strip()
    if not text.startswith('"'):
        return text.strip("'") if text.startswith("'") and text.endswith("'") else text
    inner = _QUOTED.match(text)
    bare = inner[0][1:].removesuffix('"') if inner else text
    # A path written with single backslashes is not meant as escapes.
    return re.sub(r'\\(["\\])', r"\1", bare) if "\\" in bare else bare


def _joined(pieces: dict[int, tuple[str, bool]]) -> str:
    """RFC 2231 sections 3 and 4: numbered pieces in order, percent-decoded, in the charset of the first."""
    charset = ""
    data = b""
    for place, number in enumerate(sorted(pieces)):
        text, percent = pieces[number]
        if place == 0 and percent and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        data += unquote_to_bytes(text) if percent else text.encode("utf-8", "replace")
    joined = decode(data, charset or None)[0]
    return one_line(decode_words(joined) if "=?" in joined else joined)
