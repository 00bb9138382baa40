"""policies/lifecycle.toml: how long things stay as they are."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from gateway.rules.policies.file import policy_file
from gateway.rules.policies.values import Count
from gateway.toml import StrictTable


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """`digest_hour` is one of the local day of the gateway."""

    reopen_days: int
    most_participants: int
    decide_days: int
    digest_hour: int


class _Ticket(StrictTable):
    reopen_days: Count
    most_participants: Count = 50


class _Quarantine(StrictTable):
    decide_days: Count
    digest_hour: Annotated[int, Field(ge=0, le=23)]


class _Form(StrictTable):
    ticket: _Ticket
    quarantine: _Quarantine


def _value(form: _Form) -> Lifecycle:
    return Lifecycle(
        form.ticket.reopen_days, form.ticket.most_participants, form.quarantine.decide_days, form.quarantine.digest_hour
    )


LIFECYCLE = policy_file("lifecycle", _Form, _value)
