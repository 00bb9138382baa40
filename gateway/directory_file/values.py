"""The kinds of values in `directory.toml`; each says in a sentence what it must be."""

import re
from datetime import date
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field

from gateway.address import Address
from gateway.domain.directory.calendar import BusinessCalendar, zone_of

MAX_TEXT = 500
MAX_CODE = 100
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")
_LABEL = re.compile(r"[^\W_]([^\W_]|-){0,62}")
Entry = TypeVar("Entry")


def _text(value: str) -> str:
    if len(value) > MAX_TEXT or any(ord(c) < 32 or ord(c) == 127 for c in value):
        raise ValueError(f"must be text of one line, at most {MAX_TEXT} characters.")
    return value.strip()


def _not_empty(value: str) -> str:
    if not value:
        raise ValueError("must not be empty.")
    return value


def _code(value: str) -> str:
    if not value or len(value) > MAX_CODE or not value.isprintable() or " " in value:
        raise ValueError(f"must be a code without blanks, at most {MAX_CODE} characters.")
    return value


def _domain(value: str) -> str:
    labels = value.split(".") if len(value) <= 253 else []
    if len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels):
        raise ValueError("must be a mail domain such as acorn.example.")
    return ".".join(labels).lower()


def _zone(value: str) -> str:
    return zone_of(value).key


def _language(value: str) -> str:
    if not _LANGUAGE.fullmatch(value):
        raise ValueError('must be a language such as "en" or "de".')
    return value


def _url(value: str) -> str:
    if not value.startswith(("https://", "http://")) or not value.isprintable():
        raise ValueError("must begin with https:// or http://.")
    if " " in value or len(value) > MAX_TEXT:
        raise ValueError(f"must be one web address without blanks, at most {MAX_TEXT} characters.")
    return value


def _iso(value: object) -> object:
    return value.isoformat() if type(value) is date else value


def _holiday(value: str) -> str:
    BusinessCalendar.of("UTC", "24x7", [value])
    return value


def _hours(value: str) -> str:
    BusinessCalendar.of("UTC", value)
    return value


def _none_twice(entries: list[Entry]) -> list[Entry]:
    if len(set(map(str, entries))) < len(entries):
        raise ValueError("names an entry twice.")
    return entries


Text = Annotated[str, AfterValidator(_text)]  # of one line
Name = Annotated[Text, AfterValidator(_not_empty)]
Code = Annotated[str, AfterValidator(_code)]
Number = Annotated[int, Field(ge=1, lt=2**31)]
Mailbox = Annotated[Address, AfterValidator(str.lower)]  # senders are looked up in lower case
Domain = Annotated[str, AfterValidator(_domain)]
Zone = Annotated[Name, AfterValidator(_zone)]
Language = Annotated[str, AfterValidator(_language)]  # RFC 5646: two or three letters, perhaps with a region
Url = Annotated[str, AfterValidator(_url)]
Holiday = Annotated[str, BeforeValidator(_iso), AfterValidator(_holiday)]  # a day, or a country such as NL or DE-BY
Hours = Annotated[Name, AfterValidator(_hours)]
Many = Annotated[list[Entry], AfterValidator(_none_twice)]
