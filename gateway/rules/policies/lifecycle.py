"""policies/lifecycle.toml: how long things stay as they are."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from gateway.domain.tickets.survey import BEST
from gateway.rules.policies.file import policy_file
from gateway.rules.policies.values import Count
from gateway.toml import StrictTable


@dataclass(frozen=True, slots=True)
class Survey:
    """Whether a customer is asked what they think of a closed ticket; the manager hears of a score up to `flag_at`."""

    ask: bool
    flag_at: int


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """`digest_hour` is one of the local day of the gateway; `remind_days` and `solve_days` are business days, 0 for
    never."""

    reopen_days: int
    remind_days: int
    solve_days: int
    most_participants: int
    most_listed: int
    decide_days: int
    digest_hour: int
    survey: Survey


class _Ticket(StrictTable):
    reopen_days: Count
    remind_days: Count = 5
    solve_days: Count = 5
    most_participants: Count = 50
    most_listed: Count = 20


class _Quarantine(StrictTable):
    decide_days: Count
    digest_hour: Annotated[int, Field(ge=0, le=23)]


class _Survey(StrictTable):
    ask: bool = False
    flag_at: Annotated[int, Field(ge=0, le=BEST)] = 2


class _Form(StrictTable):
    ticket: _Ticket
    quarantine: _Quarantine
    survey: _Survey = _Survey()


def _value(form: _Form) -> Lifecycle:
    ticket, quarantine = form.ticket, form.quarantine
    return Lifecycle(
        reopen_days=ticket.reopen_days,
        remind_days=ticket.remind_days,
        solve_days=ticket.solve_days,
        most_participants=ticket.most_participants,
        most_listed=ticket.most_listed,
        decide_days=quarantine.decide_days,
        digest_hour=quarantine.digest_hour,
        survey=Survey(form.survey.ask, form.survey.flag_at),
    )


LIFECYCLE = policy_file("lifecycle", _Form, _value)
