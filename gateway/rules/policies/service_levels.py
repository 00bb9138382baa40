"""policies/service_levels.toml: what each plan promises."""

from typing import Annotated

from pydantic import AfterValidator, Field

from gateway.domain.tickets.service_level import Audience, Duration, Plan, ServiceLevels, Targets, Told
from gateway.domain.tickets.ticket import Priority
from gateway.rules.policies.file import policy_file
from gateway.rules.policies.values import Many, Word
from gateway.toml import StrictTable


def _length(text: str) -> str:
    Duration.of(text)
    return text


Length = Annotated[str, AfterValidator(_length)]  # 4bh, 4h, 30m, 30bm, none


class _Targets(StrictTable):
    response: Length
    resolution: Length
    update: Length = "none"

    @property
    def value(self) -> Targets:
        return Targets(Duration.of(self.response), Duration.of(self.resolution), Duration.of(self.update))


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


class _Alarm(StrictTable):
    tell: Many[Told]
    otherwise: Many[Told] = ("duty",)

    @property
    def value(self) -> Audience:
        return Audience(self.tell, self.otherwise)


class _Warning(_Alarm):
    percent: Annotated[int, Field(ge=1, le=100)] = 75


class _Form(StrictTable):
    warning: _Warning = _Warning(tell=("assignee",), otherwise=("manager", "duty"))
    breach: _Alarm = _Alarm(tell=("assignee", "manager"))
    no_call: _Alarm = _Alarm(tell=("assignee", "manager"))
    plan: Annotated[dict[str, _Plan], Field(min_length=1)]


def _value(form: _Form) -> ServiceLevels:
    """The plans in the order of the file."""
    plans = tuple(plan.value(code) for code, plan in form.plan.items())
    warning, breach, no_call = form.warning, form.breach, form.no_call
    return ServiceLevels(plans, warning.percent, warning.value, breach.value, no_call.value)


SERVICE_LEVELS = policy_file("service_levels", _Form, _value)
