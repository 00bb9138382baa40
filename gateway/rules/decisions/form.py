"""The form of a file of decisions. What conditions, verdicts and examples may say is checked against the facts."""

from typing import Annotated

from pydantic import AfterValidator, Field

from gateway.toml import StrictTable


def _not_blank(value: str) -> str:
    if not value.strip():
        raise ValueError("is missing.")
    return value


Word = Annotated[str, AfterValidator(_not_blank)]
Facts = dict[str, object]


class RuleForm(StrictTable):
    """One `[[rule]]`."""

    id: Word
    why: Word
    when: Facts = Field(default_factory=dict)
    verdict: object
    reply: Word | None = None
    example: Annotated[list[Facts], Field(min_length=1)]


class DecisionForm(StrictTable):
    """The whole file."""

    rule: Annotated[list[RuleForm], Field(min_length=1)]
