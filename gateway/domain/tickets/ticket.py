"""A ticket, its notes and its number."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

State = Literal["new", "open", "pending", "on_hold", "solved", "closed", "merged", "discarded"]
Priority = Literal["critical", "high", "medium", "low"]
TicketType = Literal["question", "incident", "change_request"]
Visibility = Literal["public", "internal"]

STATES: tuple[State, ...] = ("new", "open", "pending", "on_hold", "solved", "closed", "merged", "discarded")
PRIORITIES: tuple[Priority, ...] = ("critical", "high", "medium", "low")
TYPES: tuple[TicketType, ...] = ("question", "incident", "change_request")
UNNUMBERED = 0  # the id of what the database has not numbered yet
FIRST_LINE, LAST_LINE = 1, 3  # of support
FIRST_NUMBER = 1000  # ticket id 1 is T-001001

# any dash a phone or a word processor may put for "-" (Unicode category Pd, and the minus sign)
DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_NUMBER = re.compile(rf"(?<![^\W_])[#\uff03]?[t\uff54][{DASHES}]?(\d{{6,12}})(?![^\W_])", re.IGNORECASE)


def ticket_number(ticket_id: int) -> str:
    """The public number of a ticket id."""
    return f"T-{FIRST_NUMBER + ticket_id:06d}"


def ticket_id(number: str) -> int | None:
    """The ticket id behind a public number, None where no ticket can have it."""
    match = _NUMBER.fullmatch(number.strip())
    return int(match[1]) - FIRST_NUMBER if match and int(match[1]) > FIRST_NUMBER else None


_PLAIN = re.compile(rf"(?<![^\W_])[#\uff03]?[t\uff54][{DASHES}](\d{{6,12}})(?![^\W_])", re.IGNORECASE)
_AFTER_WORD = re.compile(
    r"(?<![^\W_])(?<!\[)(?:ticket|case)(?:nummer|[ \t]{1,3}(?:number|nummer|no\.?|nr\.?))?"
    r"[ \t]{0,3}#?[ \t]{0,3}(\d{6})(?![^\W_])",
    re.IGNORECASE,
)
SIX_DIGITS = re.compile(r"\d\d{5}")  # written so, it is searched for by its first digit, several times as fast
_DIGITS_ALONE = bytes(ord("0") if chr(code).isdecimal() else 32 for code in range(128)) + bytes(128)
_TELEPHONE_BEFORE = re.compile(
    r"(?:(?<![^\W_])(?:tel|tel[eé]fono?|telefoon|t[eé]l[eé]phone|phone|fax|mobile?|cell)|[fmp][-.: ]{0,2}[+(]?\d{5,15})"
    r"[-.:,;|/ \t]{0,4}\Z",
    re.IGNORECASE,
)
_TELEPHONE_BEHIND = re.compile(
    r"[,;|/ \t]{0,6}(?:(?:[fmp]|fax|mob(?:ile?)?)[-.: ]{0,3}[+(]?\d{4}|[ /-]\d{2,4}[ /-]\d{2,4}(?!\d))", re.IGNORECASE
)


def numbers_in(text: str) -> tuple[str, ...]:
    """Every ticket number in a text as people write them, once each, in order: `T001001`, `t-001001`, `#T-001001`.

    A number is a whole token: letters or digits right beside it make it something else, and so do more zeros in front
    than we write, as telephone numbers and numbers of other systems have them.
    """
    return _numbers(text, _NUMBER)


def all_numbers_in(text: str) -> tuple[str, ...]:
    """Those of `numbers_in`, then those written as bare digits behind the word ticket or case."""
    return _numbers(text, _NUMBER, _AFTER_WORD)


def without_numbers(text: str) -> str:
    """A text without the ticket numbers in it, to see what else it says."""
    return _NUMBER.sub("", text) if has_six_digits(text) else text


def plain_numbers_in(text: str) -> tuple[str, ...]:
    """Those of `numbers_in` that are written with their dash, so that hardly anything else can be meant."""
    return _numbers(text, _PLAIN)


def has_six_digits(text: str) -> bool:
    """Do six digits stand side by side? No text without them names a ticket, and to look costs a fraction."""
    if text.isascii():  # a table of bytes is several times as fast: bench/fast_paths.py
        return b"000000" in text.encode("ascii").translate(_DIGITS_ALONE)
    return SIX_DIGITS.search(text) is not None


def _numbers(text: str, *patterns: re.Pattern[str]) -> tuple[str, ...]:
    if not has_six_digits(text):  # as in most texts
        return ()
    found = (match for pattern in patterns for match in pattern.finditer(text))
    written = ((match[1], f"{int(match[1]):06d}") for match in found if not _is_telephone(match))
    return tuple(dict.fromkeys(f"T-{ours}" for digits, ours in written if len(digits) == len(ours)))


def _is_telephone(match: re.Match[str]) -> bool:
    """Do its neighbours say that it is a telephone number: "T-555014 F-555015", "Fax T-555014", "T-020555 01 42"?"""
    begin, end = match.span()
    near = match.string[max(0, begin - 24) : begin], match.string[end : end + 24]
    return bool(_TELEPHONE_BEFORE.search(near[0]) or _TELEPHONE_BEHIND.match(near[1]))


_DIGITS = re.compile(r"(?<![^\W_])#?(\d{4,12})(?![^\W_])")


def number_of_digits(line: str, fewest: int = 4) -> tuple[str, ...]:
    """Ticket numbers written as bare digits where a label already says that it is a ticket number."""
    found = (match[1] for match in _DIGITS.finditer(line))
    return tuple(dict.fromkeys(f"T-{int(digits):06d}" for digits in found if len(digits) >= fewest))


@dataclass(frozen=True, slots=True)
class Ticket:
    """A case as it stands. Times are UTC; `resolution_left` is in minutes while the clock stands still.

    `group`: the code of the group of our people whose it is. `address`: the one of ours to which it came.
    `waiting_since`: when we last asked the customer, while it is their turn; `reminded_at`: when they were reminded.
    `problem`: the key of a known issue, `problem_told`: of how much of its news the requester has heard.
    `priority_claimed`: nobody of ours has looked at a priority that the customer's words alone give it. `fired`:
    deadlines that come once and have come. `timer_due`: when time does something to it next, None for never.
    `reopened_at`: when it last came back after it was solved.
    """

    id: int
    subject: str
    state: State
    type: str
    priority: Priority
    requester: str
    received_at: datetime
    triage: bool = False
    subtype: str | None = None
    impact: str | None = None
    urgency: str | None = None
    organization: str | None = None
    language: str | None = None
    assignee: str | None = None
    group: str | None = None
    address: str | None = None
    line: int = 1
    app: str | None = None
    environment: str | None = None
    component: str | None = None
    business_impact: str | None = None
    plan: str | None = None
    contract: str | None = None
    escalated: bool = False
    phone_call_required: bool = False
    outage: str | None = None
    problem: str | None = None
    problem_told: int = 0
    priority_claimed: bool = False
    merged_into: int | None = None
    follow_up_of: int | None = None
    resolution_code: str | None = None
    first_response_due: datetime | None = None
    first_response_at: datetime | None = None
    resolution_due: datetime | None = None
    resolution_left: int | None = None
    solved_at: datetime | None = None
    closed_at: datetime | None = None
    waiting_since: datetime | None = None
    reminded_at: datetime | None = None
    fired: tuple[str, ...] = ()
    timer_due: datetime | None = None
    reopened_at: datetime | None = None

    @property
    def number(self) -> str:
        """The public number."""
        return ticket_number(self.id)


@dataclass(frozen=True, slots=True)
class NoteFile:
    """A file that came with a note; its content is in the raw mail. `size` in bytes, `logo`: part of a letterhead."""

    name: str
    type: str
    size: int
    sha256: str = ""
    logo: bool = False


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """A note about to be written. `author` is an address, None for the gateway itself; `proven`: it is really them."""

    ticket_id: int
    at: datetime
    author: str | None
    visibility: Visibility
    channel: str  # mail phone portal cli system
    text: str
    via: str | None = None
    mail_id: int | None = None
    attachments: tuple[NoteFile, ...] = ()
    proven: bool = True


@dataclass(frozen=True, slots=True)
class Note:
    """A note of a case; its words never change. `author` is an address, None for the gateway itself; `proven`: it was
    them; `withdrawn_at`: when an answer was taken back before it left, which makes it internal."""

    id: int
    ticket_id: int
    at: datetime
    author: str | None
    visibility: Visibility
    channel: str
    text: str
    via: str | None = None
    mail_id: int | None = None
    attachments: tuple[NoteFile, ...] = ()
    proven: bool = True
    withdrawn_at: datetime | None = None
