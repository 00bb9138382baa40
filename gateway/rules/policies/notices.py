"""policies/notices.toml: when notices about licenses leave and to whom, and what customers may answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from gateway.domain.licenses.notice_answer import Kind
from gateway.domain.licenses.renewal import Circle, Milestone, RenewalPolicy
from gateway.letters.licenses import LicenseLetter
from gateway.rules.policies.file import policy_file
from gateway.rules.policies.values import Count, Many, Words
from gateway.toml import KeyFault, StrictTable, did_you_mean

MAX_DAYS = 3660
AtLeastOne = Annotated[int, Field(ge=1)]


@dataclass(frozen=True, slots=True)
class Notices:
    """`answers` are in lower case, by what they mean."""

    renewal: RenewalPolicy
    answers: Mapping[Kind, tuple[str, ...]]


def _template(name: str) -> str:
    if name not in LicenseLetter.TEMPLATES:
        known = ", ".join(LicenseLetter.TEMPLATES)
        raise ValueError(f"must be one of {known}. {did_you_mean(name, LicenseLetter.TEMPLATES)}".strip())
    return name


class _Milestone(StrictTable):
    days: Annotated[int, Field(ge=-MAX_DAYS)]
    stage: Literal["far", "near", "final", "grace", "lapsed"]
    template: Annotated[str, AfterValidator(_template)]
    cc: Many[Circle] = ()
    no_answer: bool = False
    kind: Literal["renewal", "license_state"] = "renewal"

    @property
    def value(self) -> Milestone:
        return Milestone(self.days, self.stage, self.template, self.cc, self.no_answer, self.kind)


class _Renewal(StrictTable):
    grace_days: Count
    stale_days: AtLeastOne
    snooze_days: AtLeastOne
    vendor_renews: Words
    milestone: Annotated[Many[_Milestone], Field(min_length=1)]

    @model_validator(mode="after")
    def _in_order(self) -> "_Renewal":
        if any(first.days >= second.days for first, second in pairwise(self.milestone)):
            raise KeyFault("milestone", "the days must rise from one to the next.")
        if self.milestone[0].days >= 0:
            raise KeyFault("milestone", "the first must be before the end: days below 0.")
        if any(one.days != self.grace_days + 1 for one in self.milestone if one.kind == "license_state"):
            raise KeyFault("milestone", "kind license_state belongs to the day after the last day of grace.")
        return self


class _Answers(StrictTable):
    renewed: Words
    stop: Words
    snooze: Words
    contact: Words


class _Form(StrictTable):
    renewal: _Renewal
    answers: _Answers


def _value(form: _Form) -> Notices:
    renewal, answers = form.renewal, form.answers
    policy = RenewalPolicy(
        milestones=tuple(one.value for one in renewal.milestone),
        grace_days=renewal.grace_days,
        stale_days=renewal.stale_days,
        snooze_days=renewal.snooze_days,
        vendor_renews=frozenset(renewal.vendor_renews),
    )
    written: dict[Kind, tuple[str, ...]] = {
        "renewed": answers.renewed,
        "stop": answers.stop,
        "snooze": answers.snooze,
        "contact": answers.contact,
    }
    return Notices(policy, {kind: tuple(map(_phrase, words)) for kind, words in written.items()})


def _phrase(words: str) -> str:
    return " ".join(words.split()).casefold()


NOTICES = policy_file("notices", _Form, _value)
