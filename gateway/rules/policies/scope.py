"""policies/scope.toml: who supports which component where it runs."""

from pydantic import model_validator

from gateway.domain.scope import Analysis, Component, Scope, ScopeAnswer, SupportedBy
from gateway.rules.policies.file import policy_file
from gateway.rules.policies.values import Many, Words, phrases_of
from gateway.toml import KeyFault, StrictTable


class _Component(StrictTable):
    supported_by: Many[SupportedBy]
    analysis: Many[Analysis]
    answer: ScopeAnswer = "scope_self_arranged"
    assist: Words = ()
    words: dict[str, Words]


class _Form(StrictTable):
    strategies: Words
    automatic: Many[SupportedBy]
    suspicion: dict[str, Words]
    component: dict[str, _Component]

    @model_validator(mode="after")
    def _whole(self) -> "_Form":
        for name, row in self.component.items():
            for column in ("supported_by", "analysis"):
                if len(getattr(row, column)) != len(self.strategies):
                    raise KeyFault(f"component.{name}.{column}", "needs one value for each of the strategies.")
        return self


def _value(form: _Form) -> Scope:
    rows = {name: _row(one, form.strategies) for name, one in form.component.items()}
    return Scope(rows, frozenset(form.automatic), phrases_of(form.suspicion))


def _row(form: _Component, strategies: tuple[str, ...]) -> Component:
    return Component(
        supported_by=dict(zip(strategies, form.supported_by, strict=True)),
        analysis=dict(zip(strategies, form.analysis, strict=True)),
        words=phrases_of(form.words),
        answer=form.answer,
        assist=frozenset(form.assist),
    )


SCOPE = policy_file("scope", _Form, _value)
