"""policies/service_levels.toml: what each plan promises."""

from typing import Annotated

from pydantic import AfterValidator, Field

from gateway.domain.tickets.service_level import Duration, Plan, ServiceLevels, Targets
from gateway.domain.tickets.ticket import Priority
from gateway.rules.policies.file import policy_file
from gateway.rules.policies.values import Word
from gateway.toml import StrictTable


def _length(text: str) -> str:
    Duration.of(text)
    return text


Length = Annotated[str, AfterValidator(_length)]  # 4bh, 4h, 30m, 30bm, none


class _Targets(StrictTable):
    response: Length
    resolution: Length

    @property
    def value(self) -> Targets:
        return Targets(Duration.of(self.response), Duration.of(self.resolution))


class _Plan(StrictTable):
    name: Word | None = None
    critical: _Targets
    high: _Targets
    medium: _Targets
    low: _Targets
    facts: dict[str, Word] = Field(default_factory=dict)

    def value(self, code: str) -> Plan:
        targets: dict[Priority, Targets] = {
            "critical": self.critical.value,
            "high": self.high.value,
            "medium": self.medium.value,
            "low": self.low.value,
        }
        return Plan(code, self.name or code, targets, self.facts)


class _Form(StrictTable):
    plan: Annotated[dict[str, _Plan], Field(min_length=1)]


def _value(form: _Form) -> ServiceLevels:
    """The plans in the order of the file."""
    return ServiceLevels(tuple(plan.value(code) for code, plan in form.plan.items()))


SERVICE_LEVELS = policy_file("service_levels", _Form, _value)
