"""A ticket, its notes and its number."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

State = Literal["new", "open", "pending", "on_hold", "solved", "closed", "merged", "discarded"]
Priority = Literal["critical", "high", "medium", "low"]
Visibility = Literal["public", "internal"]

STATES: tuple[State, ...] = ("new", "open", "pending", "on_hold", "solved", "closed", "merged", "discarded")
PRIORITIES: tuple[Priority, ...] = ("critical", "high", "medium", "low")
TYPES = ("question", "incident", "change_request")
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


_AFTER_WORD = re.compile(
    r"(?<![^\W_])(?:ticket|case)(?:[ \t]{1,3}(?:number|no\.?|nr\.?))?[ \t]{0,3}#?[ \t]{0,3}(\d{6,12})(?![^\W_])",
    re.IGNORECASE,
)
_SIX_DIGITS = re.compile(r"\d\d{5}")  # written so, it is searched for by its first digit, several times as fast
_DIGITS_TO_ZERO = bytes.maketrans(b"123456789", b"0" * 9)


def numbers_in(text: str) -> tuple[str, ...]:
    """Every ticket number in a text as people write them, once each, in order: `T001001`, `t-001001`, `#T-001001`.

    A number is a whole token: letters or digits right beside it make it something else.
    """
    return _numbers(text, _NUMBER)


def all_numbers_in(text: str) -> tuple[str, ...]:
    """Those of `numbers_in`, then those written as bare digits behind the word ticket or case."""
    return _numbers(text, _NUMBER, _AFTER_WORD)


def _numbers(text: str, *patterns: re.Pattern[str]) -> tuple[str, ...]:
    if not _has_six_digits(text):  # as most texts, which are told by a search that costs a tenth
        return ()
    found = (match[1] for pattern in patterns for match in pattern.finditer(text))
    return tuple(dict.fromkeys(f"T-{int(digits):06d}" for digits in found))


def _has_six_digits(text: str) -> bool:
    if text.isascii():  # bytes are searched many times faster
        return b"000000" in text.encode("ascii").translate(_DIGITS_TO_ZERO)
    return _SIX_DIGITS.search(text) is not None


_DIGITS = re.compile(r"(?<![^\W_])#?(\d{4,12})(?![^\W_])")


def number_of_digits(line: str) -> tuple[str, ...]:
    """Ticket numbers written as bare digits where a label already says that it is a ticket number."""
    return tuple(dict.fromkeys(f"T-{int(match[1]):06d}" for match in _DIGITS.finditer(line)))


@dataclass(frozen=True, slots=True)
class Ticket:
    """A case as it stands. Times are UTC; `resolution_left` is in minutes while the clock stands still."""

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
    merged_into: int | None = None
    follow_up_of: int | None = None
    resolution_code: str | None = None
    first_response_due: datetime | None = None
    first_response_at: datetime | None = None
    resolution_due: datetime | None = None
    resolution_left: int | None = None
    solved_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def number(self) -> str:
        """The public number."""
        return ticket_number(self.id)


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """A note about to be written. `author` is an address, None for the gateway itself."""

    ticket_id: int
    at: datetime
    author: str | None
    visibility: Visibility
    channel: str  # mail phone portal cli system
    text: str
    via: str | None = None
    mail_id: int | None = None
    attachments: tuple[dict[str, str | int | bool], ...] = ()  # `logo` where it belongs to the letterhead
