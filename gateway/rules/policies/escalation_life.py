"""policies/escalation_life.toml: what becomes of an escalation after it was requested."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, field_validator

from gateway.directory_file.form import StaffRole
from gateway.domain.escalations.answers import Answers
from gateway.domain.escalations.cadence import Cadence, read_cadence
from gateway.rules.policies.file import policy_file
from gateway.rules.policies.values import Many, Words, phrases_of
from gateway.toml import StrictTable


@dataclass(frozen=True, slots=True)
class EscalationLife:
    """`cadence`: where nobody says one; `next_roles`: who is asked from level 2 on, a role for each level."""

    cadence: Cadence
    monitoring_days: int
    next_roles: tuple[str, ...]
    answers: Answers


class _Options(StrictTable):
    cadence: str
    monitoring_days: Annotated[int, Field(ge=1, le=90)]

    @field_validator("cadence")
    @classmethod
    def _is_one(cls, text: str) -> str:
        if read_cadence(text) is None:
            raise ValueError("must be a time from 15 minutes to 30 days, such as 4h, 2d or 4bh.")
        return text


class _Levels(StrictTable):
    next: Annotated[Many[StaffRole], Field(max_length=2)]


class _Form(StrictTable):
    options: _Options
    levels: _Levels
    confirms: dict[str, Words]
    denies: dict[str, Words]
    doubts: dict[str, Words]


def _value(form: _Form) -> EscalationLife:
    cadence = read_cadence(form.options.cadence)
    assert cadence is not None  # the form has checked it
    answers = Answers(phrases_of(form.confirms), phrases_of(form.denies), phrases_of(form.doubts))
    return EscalationLife(cadence, form.options.monitoring_days, form.levels.next, answers)


ESCALATION_LIFE = policy_file("escalation_life", _Form, _value)
