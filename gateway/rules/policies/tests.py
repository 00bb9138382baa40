"""policies/tests.toml: what a request for a large-scale test must say."""

from typing import Annotated

from pydantic import Field

from gateway.domain.fields import Labels
from gateway.domain.free_text import Phrases
from gateway.domain.load_tests.items import TestPolicy
from gateway.domain.load_tests.request import TestKind
from gateway.domain.load_tests.timings import TimingWords
from gateway.rules.policies.file import folded, policy_file
from gateway.rules.policies.values import Count, Many, Word, Words, phrases_of
from gateway.toml import StrictTable

Month = Annotated[Words, Field(min_length=1)]


class _Labels(StrictTable):
    kind: Words
    ips: Words
    environments: Words
    timings: Words
    start: Words
    end: Words
    zone: Words
    contacts: Words
    third_parties: Words


class _Form(StrictTable):
    notice_days: Count
    indemnified: Many[TestKind]
    labels: _Labels
    kind: dict[TestKind, dict[str, Words]]
    behind_label: dict[TestKind, Words]
    any: dict[str, Words]
    environment: dict[str, Words]
    contact: dict[str, Words]
    refusals: Words = ()
    months: Annotated[Many[Month], Field(min_length=12, max_length=12)]
    until: dict[str, Words]
    zones: dict[Word, Word]


def _value(form: _Form) -> TestPolicy:
    names = {name: folded(words) for name, words in form.labels.model_dump().items()}
    months = {name.casefold(): number for number, words in enumerate(form.months, 1) for name in words}
    until = tuple(one for words in form.until.values() for one in words)
    return TestPolicy(
        labels=Labels(names, frozenset(), {}),
        names={kind: phrases_of(words) for kind, words in form.kind.items()},
        behind_label={kind: Phrases(words) for kind, words in form.behind_label.items()},
        any=phrases_of(form.any),
        environment=tuple(one for words in form.environment.values() for one in words),
        contact=phrases_of(form.contact),
        timing=TimingWords(months, form.zones, until),
        notice_days=form.notice_days,
        indemnified=frozenset(form.indemnified),
        refusals=form.refusals,
    )


TESTS = policy_file("tests", _Form, _value)
