"""policies/priority.toml: the priority from urgency (the row) and impact (the column)."""

from collections.abc import Mapping

from pydantic import Field

from gateway.domain.tickets.priority import Level, PriorityMatrix
from gateway.domain.tickets.ticket import Priority
from gateway.rules.policies.file import policy_file
from gateway.rules.policies.values import Many
from gateway.toml import StrictTable


class _Row(StrictTable):
    high: Priority
    medium: Priority
    low: Priority

    @property
    def by_impact(self) -> Mapping[Level, Priority]:
        return {"high": self.high, "medium": self.medium, "low": self.low}


class _Urgency(StrictTable):
    high: _Row
    medium: _Row
    low: _Row


class _Form(StrictTable):
    missing: Level
    workaround_cap: Level
    validate_: Many[Priority] = Field(default=("critical", "high"), alias="validate")
    urgency: _Urgency


def _value(form: _Form) -> PriorityMatrix:
    rows: dict[Level, _Row] = {"high": form.urgency.high, "medium": form.urgency.medium, "low": form.urgency.low}
    cells = {(urgency, impact): cell for urgency, row in rows.items() for impact, cell in row.by_impact.items()}
    return PriorityMatrix(cells, form.missing, form.workaround_cap, frozenset(form.validate_))


PRIORITY = policy_file("priority", _Form, _value)
