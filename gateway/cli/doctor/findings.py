"""What a check of `gateway doctor` finds."""

from collections.abc import Callable
from dataclasses import dataclass


class Failed(Exception):
    """What is wrong and the next step to take."""

    def __init__(self, problem: str, next_step: str) -> None:
        super().__init__(problem)
        self.problem, self.next_step = problem, next_step


@dataclass(frozen=True, slots=True)
class Advice:
    """All is well, and yet there is something to know."""

    detail: str
    next_step: str


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check."""

    check: str
    ok: bool
    detail: str
    next_step: str | None = None

    @property
    def document(self) -> dict[str, object]:
        """As JSON has it."""
        return {"check": self.check, "ok": self.ok, "detail": self.detail, "next_step": self.next_step}

    @property
    def lines(self) -> list[str]:
        """As people read it."""
        first = f"{'ok  ' if self.ok else 'FAIL'}  {self.check}: {self.detail}"
        return [first, f"      {self.next_step}"] if self.next_step else [first]


Probe = Callable[[], "str | Advice"]


def finding(name: str, probe: Probe) -> Finding:
    """Do one check."""
    try:
        found = probe()
    except Failed as error:
        return Finding(name, False, error.problem, error.next_step)
    if isinstance(found, Advice):
        return Finding(name, True, found.detail, found.next_step)
    return Finding(name, True, found)
