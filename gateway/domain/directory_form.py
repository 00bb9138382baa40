"""The form of `directory.toml`: which tables, which keys, and how each value is read (CONTRACT.md section 3).

A reader takes a TOML value and gives what is stored. It raises ValueError with what is wrong, to be shown behind the
key: "must be a date such as 2026-12-31."
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from gateway.domain.calendar import BusinessCalendar, zone_of
from gateway.mail.addresses import judge_from

Reader = Callable[[object], object]

STAFF_ROLES = (
    "engineer",
    "support_lead",
    "second_line",
    "third_line",
    "regional_manager",
    "head_of_support",
    "executive_sponsor",
    "csm",
    "account_executive",
    "partner_manager",
    "training",
    "cloud_ops",
    "security",
)
CONTACT_ROLES = (
    "company_admin",
    "business_contact",
    "service_desk",
    "license_contact",
    "payer",
    "technical_contact",
    "alert_receiver",
    "app_member",
)
CLOUD_STRATEGIES = ("vendor_cloud", "dedicated")
STRATEGIES = (
    *CLOUD_STRATEGIES,
    "private_connected",
    "private_standalone",
    "private_platform",
    "partner_btp",
    "kubernetes",
    "traditional",
)
MAX_TEXT = 500
MAX_CODE = 100
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")
_LABEL = re.compile(r"[^\W_]([^\W_]|-){0,62}")


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a table. `default` is stored where the key is not written; a list is written `()` here."""

    read: Reader
    required: bool = False
    default: object = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the file. `key` is the field that names an entry; it is unique."""

    key: str
    fields: Mapping[str, Field]


def text(value: object) -> str:
    """Text of one line."""
    if not isinstance(value, str) or len(value) > MAX_TEXT or any(ord(c) < 32 or ord(c) == 127 for c in value):
        raise ValueError(f"must be text of one line, at most {MAX_TEXT} characters.")
    return value.strip()


def name(value: object) -> str:
    """Text that is not empty."""
    if not (plain := text(value)):
        raise ValueError("must not be empty.")
    return plain


def code(value: object) -> str:
    """A short name without blanks."""
    if not isinstance(value, str) or not value or len(value) > MAX_CODE or not value.isprintable() or " " in value:
        raise ValueError(f"must be a code without blanks, at most {MAX_CODE} characters.")
    return value


def flag(value: object) -> bool:
    """true or false."""
    if not isinstance(value, bool):
        raise ValueError("must be true or false, without quotes.")
    return value


def number(value: object) -> int:
    """A whole number from 1 up."""
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value < 2**31:
        raise ValueError("must be a whole number from 1 up, without quotes.")
    return value


def day(value: object) -> date:
    """A date without a time."""
    if not isinstance(value, date) or isinstance(value, datetime):
        raise ValueError("must be a date such as 2026-12-31, without quotes.")
    return value


def address(value: object) -> str:
    """One mail address in lower case, of a form by which a sender could be recognized."""
    if not isinstance(value, str) or (judge_from([value]) or "").lower() != value.lower():
        raise ValueError("must be a mail address such as user@acorn.example.")
    return value.lower()


def domain(value: object) -> str:
    """A mail domain in lower case."""
    labels = value.split(".") if isinstance(value, str) and len(value) <= 253 else []
    if len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels):
        raise ValueError("must be a mail domain such as acorn.example.")
    return ".".join(labels).lower()


def zone(value: object) -> str:
    """A time zone by its name in the IANA database."""
    return zone_of(name(value)).key


def language(value: object) -> str:
    """A language tag (RFC 5646): two or three letters, perhaps with a region."""
    if not isinstance(value, str) or not _LANGUAGE.fullmatch(value):
        raise ValueError('must be a language such as "en" or "de".')
    return value


def url(value: object) -> str:
    """A web address."""
    if not isinstance(value, str) or not value.startswith(("https://", "http://")) or not value.isprintable():
        raise ValueError("must begin with https:// or http://.")
    if " " in value or len(value) > MAX_TEXT:
        raise ValueError(f"must be one web address without blanks, at most {MAX_TEXT} characters.")
    return value


def one_of(words: tuple[str, ...]) -> Reader:
    """One of these words."""

    def read(value: object) -> object:
        if value not in words:
            raise ValueError(f"must be one of {', '.join(words)}.")
        return value

    return read


def many(reader: Reader) -> Reader:
    """A list, each entry read by `reader`, none twice."""

    def read(value: object) -> object:
        if not isinstance(value, list):
            raise ValueError("must be a list in square brackets.")
        entries: list[object] = []
        for one in value:
            try:
                entries.append(reader(one))
            except ValueError as error:
                raise ValueError(f'entry "{one}": {error}') from error
        if len(set(map(str, entries))) < len(entries):
            raise ValueError("names an entry twice.")
        return entries

    return read


def _inline(value: object, keys: tuple[str, str], example: str) -> tuple[object, object]:
    if not isinstance(value, dict) or set(value) != set(keys):
        raise ValueError(f"must be of the form {example}.")
    return value[keys[0]], value[keys[1]]


def absence(value: object) -> dict[str, str]:
    """Days on which a person is away, both inclusive; stored as ISO dates."""
    first, last = _inline(value, ("from", "to"), "{ from = 2026-08-01, to = 2026-08-15 }")
    starts, ends = day(first), day(last)
    if ends < starts:
        raise ValueError("ends before it begins.")
    return {"from": starts.isoformat(), "to": ends.isoformat()}


def extended_support(value: object) -> dict[str, int]:
    """Months of support for a major version beyond its end."""
    major, months = _inline(value, ("major", "months"), "{ major = 8, months = 6 }")
    return {"major": number(major), "months": number(months)}


def holiday(value: object) -> str:
    """A date, written as such or in quotes, or the code of a country or of one of its parts."""
    if isinstance(value, date):
        return day(value).isoformat()
    if not isinstance(value, str):
        raise ValueError('must be a date such as "2026-04-06" or a country code such as "NL".')
    BusinessCalendar.of("UTC", "24x7", [value])
    return value


def hours(value: object) -> str:
    """Working hours as `BusinessCalendar` reads them."""
    plain = name(value)
    BusinessCalendar.of("UTC", plain)
    return plain


def _table(key: str, **fields: Field) -> Table:
    return Table(key, MappingProxyType(fields))


_NEEDED_CODE = Field(code, required=True)
_NEEDED_NAME = Field(name, required=True)
_NEEDED_DAY = Field(day, required=True)
_NEEDED_ADDRESS = Field(address, required=True)
_MAYBE_ADDRESS = Field(address)
_CODES = Field(many(code), default=())
_ADDRESSES = Field(many(address), default=())

# in the order in which they are written out; a table names only tables above it, but for partner_of
TABLES: Mapping[str, Table] = MappingProxyType(
    {
        "calendar": _table(
            "code",
            code=_NEEDED_CODE,
            timezone=Field(zone, required=True),
            hours=Field(hours, required=True),
            holidays=Field(many(holiday), default=()),
        ),
        "region": _table(
            "code",
            code=_NEEDED_CODE,
            calendar=_NEEDED_CODE,
            manager=_MAYBE_ADDRESS,
            deputy=_MAYBE_ADDRESS,
            phones=Field(many(name), default=()),
        ),
        "staff": _table(
            "email",
            email=_NEEDED_ADDRESS,
            name=Field(text, default=""),
            roles=Field(many(one_of(STAFF_ROLES)), default=()),
            regions=_CODES,
            away=Field(many(absence)),
        ),
        "organization": _table(
            "code",
            code=_NEEDED_CODE,
            name=_NEEDED_NAME,
            domains=Field(many(domain), default=()),
            region=Field(code),
            language=Field(language),
            timezone=Field(zone),
            csm=_MAYBE_ADDRESS,
            account_executive=_MAYBE_ADDRESS,
            partner_manager=_MAYBE_ADDRESS,
            partner_of=Field(many(code)),
        ),
        "contact": _table(
            "email",
            email=_NEEDED_ADDRESS,
            name=Field(text, default=""),
            organization=_NEEDED_CODE,
            has_account=Field(flag, default=False),
            roles=Field(many(one_of(CONTACT_ROLES)), default=()),
            language=Field(language),
        ),
        "contract": _table(
            "number",
            number=_NEEDED_CODE,
            organization=_NEEDED_CODE,
            plan=_NEEDED_CODE,
            starts=_NEEDED_DAY,
            ends=_NEEDED_DAY,
            extended_support=Field(extended_support),
        ),
        "app": _table(
            "code",
            code=_NEEDED_CODE,
            name=_NEEDED_NAME,
            organization=_NEEDED_CODE,
            strategy=Field(one_of(STRATEGIES), required=True),
            version=Field(number),
            environments=Field(many(name), default=()),
            technical_contacts=_ADDRESSES,
            alert_receivers=_ADDRESSES,
            members=_ADDRESSES,
            delivered=Field(day),
        ),
        "license": _table(
            "number",
            number=_NEEDED_CODE,
            app=_NEEDED_CODE,
            starts=_NEEDED_DAY,
            expires=_NEEDED_DAY,
            renewal_url=Field(url),
        ),
        "release": _table("major", major=Field(number, required=True), ga=Field(day)),
        "subscription": _table(
            "address",
            address=_NEEDED_ADDRESS,
            topics=_CODES,
            regions=_CODES,
        ),
    }
)
