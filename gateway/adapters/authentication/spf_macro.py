"""Macros in SPF records (RFC 7208 section 7)."""

import re
from collections.abc import Callable
from typing import Final
from urllib.parse import quote

from gateway.adapters.authentication.resolver import MAX_NAME

_MACRO: Final = re.compile(r"%(?:\{([slodiphvSLODIPHV])([0-9]{0,3})([rR]?)([.+,/_=-]*)\}|([%_-]))")
_LITERAL: Final = re.compile(r"[!-$&-~]*\Z")
# RFC 7208 section 7.1, toplabel: not only digits, no hyphen at either end
_TOP_LABEL: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\Z")
_SIGNS: Final = {"%": "%", "_": " ", "-": "%20"}


class SpfSyntaxError(ValueError):
    """A record that breaks the grammar: permerror (RFC 7208 section 2.6.7)."""


def check_macro_string(text: str) -> None:
    """Raises SpfSyntaxError for a text with a broken macro or another character than printable ASCII."""
    _literals(text)


def check_domain_spec(text: str) -> None:
    """Raises SpfSyntaxError for what is no domain-spec: its end must be a macro or a possible top-level domain."""
    last = _literals(text)[-1]
    if not text or (last and not _is_domain_end(last)):
        raise SpfSyntaxError(f"no domain: {text[:60]}")


def expand(text: str, value_of: Callable[[str], str]) -> str:
    """The text with every macro replaced; `value_of` knows the value of a letter in lower case.

    A name that became too long loses labels from its left end (RFC 7208 section 7.3).
    """
    name = _MACRO.sub(lambda match: _SIGNS[match[5]] if match[5] else _value(match, value_of), text)
    name = name.removesuffix(".")
    while len(name) > MAX_NAME and "." in name:
        name = name.partition(".")[2]
    return name


def _literals(text: str) -> list[str]:
    """The text between macros, the last one behind the last macro."""
    found, at = [], 0
    for match in _MACRO.finditer(text):
        if match[2] and int(match[2]) == 0:
            raise SpfSyntaxError("a macro that keeps no part")
        found.append(text[at : match.start()])
        at = match.end()
    found.append(text[at:])
    if not all(_LITERAL.match(piece) for piece in found):
        raise SpfSyntaxError(f"broken macro or character: {text[:60]!r}")
    return found


def _is_domain_end(literal: str) -> bool:
    _, dot, top = literal.removesuffix(".").rpartition(".")
    return bool(dot) and _TOP_LABEL.match(top) is not None and not top.isdigit()


def _value(match: re.Match[str], value_of: Callable[[str], str]) -> str:
    letter, digits, reverse, delimiters = match[1], match[2], match[3], match[4]
    value = value_of(letter.lower())
    if digits or reverse or delimiters:
        parts = re.split(f"[{re.escape(delimiters)}]", value) if delimiters else value.split(".")
        if reverse:
            parts.reverse()
        value = ".".join(parts[-int(digits) :] if digits else parts)
    return quote(value, safe="-._~") if letter.isupper() else value
