"""The five items of a test request, read from labelled lines and, where it is clear, from the other text. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from ipaddress import ip_address, ip_network
from typing import Final

from gateway.domain.fields import Labels, read_fields
from gateway.domain.free_text import FreeText, Phrases, free_text
from gateway.domain.load_tests.request import TestItem, TestKind
from gateway.domain.load_tests.timings import Reading, Timings, TimingWords, read_timings

MAX_TEXT: Final = 20_000  # characters that are read
MAX_ENTRIES: Final = 50  # of one list
MAX_ENTRY: Final = 200  # characters of an entry
STRICTEST: Final[tuple[TestKind, ...]] = ("penetration", "performance", "load", "other")  # in doubt the first counts
_TIMING_FIELDS: Final = ("timings", "start", "end", "zone")
_CONTACT_FIELDS: Final = ("contacts", "third_parties")
_PARTS: Final = re.compile(r"[;\n]|(?<!\d)\.[ ]")
_SENTENCE: Final = re.compile(r"\n|(?<=[^\d\s][.!?])[ \t]{1,9}")
_ADDRESS: Final = re.compile(
    r"(?<![\w.:/@-])((?:\d{1,3}\.){3}\d{1,3}|(?=[\da-f:]{0,45}::?)[\da-f:]{3,45})(/\d{1,3})?"
    r"(?:[ ]?[-–][ ]?((?:(?:\d{1,3}\.){3})?\d{1,3})(?![\w:/]|\.\d))?(?![\w:/]|\.\d)",
    re.IGNORECASE,
)
_REACHED: Final = re.compile(r"[^\s@<>]{1,64}@[^\s@<>]{1,190}|\d(?:[\s()/.-]{0,3}\d){5,14}")
_VERSION: Final = re.compile(r"(?:version|release|\bv)[ .:]{0,3}\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TestPolicy:
    """rules/policies/tests.toml. `names`: what people call each kind; `behind_label`: in one word,
    where a label says what is asked; `any`: a test of which they do not say the kind;
    `environment`: words in front of the id of one; `contact`: words about who can be reached; `indemnified`: kinds that
    need an agreement; `notice_days`: between a request and the test."""

    labels: Labels
    names: Mapping[TestKind, Phrases]
    behind_label: Mapping[TestKind, Phrases]
    any: Phrases
    environment: tuple[str, ...]
    contact: Phrases
    timing: TimingWords
    notice_days: int
    indemnified: frozenset[TestKind]
    refusals: tuple[str, ...] = ()

    def speaks_of(self, text: str) -> bool:
        """Is there a word for such a test? One look, as nearly every mail has none."""
        words = free_text(text)
        return any(one.said_in(words) for one in (*self.names.values(), self.any))

    def kind_labelled(self, value: str) -> TestKind | None:
        """The kind that stands under the label for it; a line that names all of them is our own question."""
        words = free_text(value)
        named = [one for one in STRICTEST if self._is_named(one, words)]
        if len(named) > 2 or not value.strip():
            return None
        return named[0] if named else "other"

    def _is_named(self, kind: TestKind, words: FreeText) -> bool:
        lists = (self.names.get(kind), self.behind_label.get(kind))
        return any(one.said_in(words) for one in lists if one)

    def kind_in(self, text: str) -> TestKind | None:
        """The kind that a text names; of several the strictest."""
        words = free_text(text)
        return next((one for one in STRICTEST if one in self.names and self.names[one].said_in(words)), None)


@dataclass(frozen=True, slots=True)
class Told:
    """What a mail says of a test. `labelled`: what stands under a label."""

    kind: TestKind | None
    ips: tuple[str, ...]
    environments: tuple[str, ...]
    timings: Timings
    parties: tuple[str, ...]
    labelled: frozenset[TestItem]


def read_items(subject: str, text: str, policy: TestPolicy, reading: Reading) -> Told:
    """What is said in a mail; a labelled line wins over the other text."""
    text = text[:MAX_TEXT]
    fields = {name: value for name, value in read_fields(text, policy.labels).items() if value.strip()}
    written = policy.kind_labelled(fields.get("kind", ""))
    ips = addresses_in(fields["ips"]) if "ips" in fields else addresses_in(text, free=True)
    return Told(
        kind=written or policy.kind_in(subject) or (None if "kind" in fields else policy.kind_in(text)),
        ips=ips,
        environments=_environments(fields, f"{subject}\n{text}", policy),
        timings=_timings(fields, f"{subject}\n{text}", policy, reading),
        parties=_parties(fields, text, policy),
        labelled=frozenset(_labelled(fields)),
    )


def _labelled(fields: Mapping[str, str]) -> Iterator[TestItem]:
    names: dict[TestItem, tuple[str, ...]] = {
        "kind": ("kind",),
        "ips": ("ips",),
        "environments": ("environments",),
        "timings": _TIMING_FIELDS[:3],
        "contacts": _CONTACT_FIELDS,
    }
    return (item for item, labels in names.items() if any(one in fields for one in labels))


def addresses_in(text: str, free: bool = False) -> tuple[str, ...]:
    """IP addresses of both versions, networks and ranges. `free`: where four numbers may be those of a version."""
    found = (
        address
        for match in _ADDRESS.finditer(text)
        if not (free and _VERSION.search(text[max(0, match.start() - 12) : match.start()]))
        and (address := _address(match))
    )
    return tuple(dict.fromkeys(found))[:MAX_ENTRIES]


def _address(match: re.Match[str]) -> str | None:
    try:
        if match[2]:
            return str(ip_network(match[0], strict=False))
        first = ip_address(match[1])
        if not match[3]:
            return str(first)
        last = match[3] if "." in match[3] else f"{match[1].rpartition('.')[0]}.{match[3]}"
        return f"{first}-{ip_address(last)}"
    except ValueError:
        return None


def _environments(fields: Mapping[str, str], text: str, policy: TestPolicy) -> tuple[str, ...]:
    if "environments" in fields:
        parts = re.split(r"[,;\n]|[ ](?:and|und|et|en|y)[ ]", fields["environments"])
        named = (one.strip(" .\t-*•") for one in parts)
        return tuple(dict.fromkeys(one[:MAX_ENTRY] for one in named if _is_id(one)))[:MAX_ENTRIES]
    found = (one for match in _environment_ids(policy.environment).finditer(text) for one in _IDS.findall(match[1]))
    return tuple(dict.fromkeys(found))[:MAX_ENTRIES]


def _is_id(entry: str) -> bool:
    """One word, or several with a digit; a whole sentence names no environment."""
    words = entry.split()
    return any(map(str.isalnum, entry)) and (len(words) < 2 or any(map(str.isdigit, entry)))


_ID: Final = r"(?=[A-Za-z_-]{0,40}\d)[A-Za-z\d][\w-]{0,60}"
_IDS: Final = re.compile(_ID)


@lru_cache(maxsize=8)
def _environment_ids(words: tuple[str, ...]) -> re.Pattern[str]:
    """An id in running text has a digit: "env 123", "environments a1, a2 and b7"."""
    named = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    more = rf"(?:(?:,[ ]?|[ ](?:and|und|et|en|y|&)[ ]){_ID}(?![\w:-])){{0,20}}"
    return re.compile(
        rf"\b(?:{named})[ ]?(?:ids?|nr|no|number|nummer)?[.:#]?[ ]?#?({_ID}(?![\w:]){more})", re.IGNORECASE
    )


def _timings(fields: Mapping[str, str], text: str, policy: TestPolicy, reading: Reading) -> Timings:
    labelled = "\n".join(fields[one] for one in _TIMING_FIELDS if one in fields)
    if any(one in fields for one in _TIMING_FIELDS[:3]):
        return read_timings(labelled, policy.timing, reading)
    best = Timings()
    for sentence in _SENTENCE.split(text):
        whom = policy.contact.said_in(
            free_text(sentence)
        )  # hours at which somebody can be reached are none of the test
        found = read_timings(sentence, policy.timing, replace(reading, day=None) if whom else reading)
        if found.starts or found.trouble == "order":
            return found
        if found.day and best.day is None and found.day >= reading.now.astimezone(reading.zone).date():
            best = replace(found, trouble="none")
    return best


def _parties(fields: Mapping[str, str], text: str, policy: TestPolicy) -> tuple[str, ...]:
    """Who can be reached: a line or part with a mail address or a telephone number."""
    labelled = "\n".join(fields[one] for one in _CONTACT_FIELDS if one in fields)
    if labelled:
        parts = [one.strip(" .\t-*•") for one in _PARTS.split(labelled)]
        return tuple(one[:MAX_ENTRY] for one in parts if one)[:MAX_ENTRIES] if _REACHED.search(labelled) else ()
    said = (one.strip() for one in _SENTENCE.split(text) if _REACHED.search(one))
    return tuple(one[:MAX_ENTRY] for one in said if policy.contact.said_in(free_text(one)))[:MAX_ENTRIES]
