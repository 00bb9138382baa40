"""Addresses in running text: where they stand and how they are spelled out.

No grammar of RFC 5322 but the habits of reports: brackets, quotes, prefixes such as `SMTP:` and sentence marks around.
"""

import re
from dataclasses import dataclass
from typing import Final

LOCAL_CHARS: Final = 128  # RFC 5321 allows 64; return paths with an address inside are longer
DOMAIN_CHARS: Final = 253
SPOTS_PER_LINE: Final = 200

_LOCAL: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+/=?^_`{|}~.-\\")
_DOMAIN: Final = re.compile(r"[A-Za-z0-9_\-.]{1,253}|\[[0-9A-Fa-f.:]{3,45}\]")
_PREFIXES: Final = ("smtp=", "rfc822=", "rfc-822=", "smtp/", "mailto=")


@dataclass(frozen=True, slots=True)
class Spot:
    """One address in a line; `start` and `end` include brackets or quotes around it."""

    start: int
    end: int
    address: str
    bracketed: bool  # stood in <>
    prefixed: bool  # stood behind the name of an address type, e.g. `SMTP=`


def spots_in(line: str) -> list[Spot]:
    """Every address of a line, in order; at most SPOTS_PER_LINE. Linear in the line."""
    found: list[Spot] = []
    at = line.find("@")
    floor = 0
    while at >= 0 and len(found) < SPOTS_PER_LINE:
        spot = _spot_at(line, at, floor)
        if spot:
            found.append(spot)
            floor = spot.end
        at = line.find("@", max(at + 1, floor))
    return found


def _spot_at(line: str, at: int, floor: int) -> Spot | None:
    match = _DOMAIN.match(line, at + 1)
    if not match:
        return None
    domain = match.group(0).rstrip(".-_") if match.group(0)[0] != "[" else match.group(0)
    start, local = _local_before(line, at, floor)
    end = at + 1 + len(domain)
    if not local or not domain or "..." in local or line.startswith("...", end) or not _plausible(domain):
        return None
    prefixed = line[:start].lower().endswith(_PREFIXES)
    bracketed = start > 0 and line[start - 1] == "<" and line[end : end + 1] == ">"
    if start > 0 and line[start - 1 : start] + line[end : end + 1] in ("<>", '""', "''", "()", "[]", "{}"):
        start, end = start - 1, end + 1
    return Spot(start, end, f"{local}@{domain.lower() if domain.isascii() else domain}", bracketed, prefixed)


def _plausible(domain: str) -> bool:
    if domain[0] == "[":
        return True
    last = domain.rpartition(".")[2]
    return not domain.startswith((".", "-")) and ".." not in domain and not last.isdigit()


def _local_before(line: str, at: int, floor: int) -> tuple[int, str]:
    """Start and text of the local part that ends before the `@` at `at`."""
    lowest = max(floor, at - LOCAL_CHARS)
    if at > lowest and line[at - 1] == '"':
        opening = line.rfind('"', lowest, at - 1)
        if opening >= 0 and at - opening > 2:
            return opening, line[opening:at]
        return at, ""
    start = at
    bracket = line.rfind("<", lowest, at)
    inside = bracket >= 0 and not line[bracket + 1 : at].isascii() and " " not in line[bracket:at]
    while start > lowest and (line[start - 1] in _LOCAL or (inside and start - 1 > bracket)):
        start -= 1
    return _trim(line, start, at)


def _trim(line: str, start: int, at: int) -> tuple[int, str]:
    local = line[start:at]
    for prefix in _PREFIXES:
        index = local.lower().rfind(prefix)
        if index >= 0:
            start, local = start + index + len(prefix), local[index + len(prefix) :]
    bare = local.lstrip("'`*|!-~=.#")
    return start + len(local) - len(bare), bare
