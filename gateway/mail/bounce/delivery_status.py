"""Delivery status notifications, RFC 3464 (and the fields of RFC 3798, RFC 5965, RFC 6533 that look alike).

Written for what is sent, not for what the RFC allows: recipient groups without blank lines between them, blank lines
inside a group, diagnostic text that is not folded, fields in a text part.
"""

import re
from dataclasses import dataclass
from typing import Final

from gateway.mail.bounce.codes import enhanced_in, given_status
from gateway.mail.bounce.spots import spots_in

MAX_RECIPIENTS: Final = 1000  # read of one report
FIELD_CHARS: Final = 4000  # kept of one field

_FIELD: Final = re.compile(r"([A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*)[ \t]?:")
_KNOWN: Final = frozenset(("action", "status", "disposition", "failure", "error", "warning", "version"))
# RFC 6533: an address with characters that running text does not have in addresses.
_UNICODE: Final = re.compile(r"[^\s,;<>()@]{1,128}@[^\s,;<>()@]{1,253}")
# An address that is none but was written to: dots in a row, a domain with other signs.
_AS_IT_STANDS: Final = re.compile(r"(?:\"[^\"\x00-\x1f\x7f]{1,128}\"|[!-;=?A-~]{1,128})@[!-;=?A-~]{1,253}")
_CUT_SHORT: Final = re.compile(r"[^@.]{1,64}\.\.\.@")  # as archives of lists hide an address
_STARTS: Final = ("final-recipient", "original-recipient")
_ACTIONS: Final = (
    ("fail", "failed"), ("undeliver", "failed"), ("error", "failed"), ("reject", "failed"), ("bounce", "failed"),
    ("expire", "failed"), ("delay", "delayed"), ("defer", "delayed"), ("deliver", "delivered"),
    ("relay", "relayed"), ("expand", "expanded"),
)  # fmt: skip

Fields = dict[str, str]


@dataclass(frozen=True, slots=True)
class StatusReport:
    """Per-message fields and per-recipient fields, names in lower case."""

    message: Fields
    recipients: tuple[Fields, ...]


def read_status_report(text: str) -> StatusReport:
    """Read the fields of a report; never fails, gives no recipients when there are none."""
    message: Fields = {}
    groups: list[Fields] = []
    current = message
    for name, value, after_blank in _fields(text):
        if name in _STARTS and (current is message or name in current or (after_blank and "action" in current)):
            if len(groups) >= MAX_RECIPIENTS:
                break
            current = _open_group(message, groups, current is message)
        if name == "action" and ("action" in current or (current is message and after_blank and message)):
            if len(groups) >= MAX_RECIPIENTS:
                break
            current = {}
            groups.append(current)
        current.setdefault(name, value)
    named = tuple(group for group in groups if any(start in group for start in _STARTS))
    return StatusReport(message, named or tuple(groups))


def _open_group(message: Fields, groups: list[Fields], first: bool) -> Fields:
    """A new recipient group; one that began with its `Action` among the message fields takes that along."""
    group: Fields = {}
    if first:
        for name in ("action", "status", "diagnostic-code"):
            if name in message:
                group[name] = message.pop(name)
    groups.append(group)
    return group


def _fields(text: str) -> list[tuple[str, str, bool]]:
    """Unfolded fields: name, value, and whether a blank line stood before."""
    found: list[tuple[str, str, bool]] = []
    name, value, blank, after_blank = "", "", False, False
    for raw in text.splitlines():
        line = raw.strip()
        if not line:
            blank = True
            continue
        match = None if raw[0] in " \t" and name and not _FIELD.match(line) else _FIELD.match(line)
        if (
            match
            and _is_field(match.group(1).lower())
            and not (raw[0] in " \t" and name and name.startswith("diagnostic"))
        ):
            if name:
                found.append((name, value, after_blank))
            name, value, after_blank = match.group(1).lower(), line[match.end() :].strip(), blank
        elif name and not (blank and line.startswith("--")) and len(value) < FIELD_CHARS:
            value = f"{value} {line}"
        blank = False
    if name:
        found.append((name, value, after_blank))
    return found


def _is_field(name: str) -> bool:
    return "-" in name or name in _KNOWN


def action_of(fields: Fields) -> str:
    """The action of a recipient group in the words of RFC 3464 section 2.3.3; else "failed"."""
    written = fields.get("action", "").strip(" '\"<>*").lower()
    for beginning, action in _ACTIONS:
        if written.startswith(beginning):
            return action
    status = given_status(fields.get("status", ""))
    return "delivered" if status and status[0] == "2" else "failed"


def address_of(fields: Fields) -> str | None:
    """The recipient as the sender wrote it where that is told (Original-Recipient), else the final one."""
    for name in ("original-recipient", "final-recipient", "x-actual-recipient"):
        value = fields.get(name, "")
        written = value.partition(";")[2] or value
        spots = spots_in(written)
        bare = written.strip(" <>")
        if _AS_IT_STANDS.fullmatch(bare) and not _CUT_SHORT.match(bare) and (not spots or bare[0] == "="):
            return bare
        if spots and (written.isascii() or spots[0].bracketed):
            return spots[0].address
        if not bare.isascii() and _UNICODE.fullmatch(bare):
            return bare
    return None


def local_name_of(fields: Fields) -> str | None:
    """The name of a recipient that is given without a domain, e.g. `LOCAL;user`."""
    value = fields.get("final-recipient", "") or fields.get("original-recipient", "")
    name = (value.partition(";")[2] or value).strip(" <>'\"")
    return name if name and "@" not in name and " " not in name and "/" not in name and len(name) <= 64 else None


def diagnostic_of(fields: Fields) -> str:
    """The diagnostic text without its type; some systems write it into Status or into fields of their own."""
    value = fields.get("diagnostic-code", "")
    kind, mark, rest = value.partition(";")
    text = rest.strip() if mark and len(kind) < 40 and " " not in kind.strip() else value
    if not text:
        comment = fields.get("status", "")
        text = comment if enhanced_in(comment) != comment.strip() and "(" in comment else ""
    return " ".join(text.split())[:1000]
