"""Who supports which part of an application where it runs (rules/policies/scope.toml). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from gateway.domain.free_text import Phrases, free_text

SupportedBy = Literal["vendor", "partner", "external", "self"]
Analysis = Literal["direct", "evidence", "none"]
ScopeAnswer = Literal["scope_out", "scope_self_arranged"]


@dataclass(frozen=True, slots=True)
class Component:
    """A row of the matrix, by strategy. `answer`: the letter about what customers arrange themselves; `assist`: types
    of tickets with which support helps all the same."""

    supported_by: Mapping[str, SupportedBy]
    analysis: Mapping[str, Analysis]
    words: Phrases
    answer: ScopeAnswer
    assist: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cell:
    """What the matrix says of a component where it runs."""

    component: str
    strategy: str
    supported_by: SupportedBy
    analysis: Analysis
    answer: ScopeAnswer


@dataclass(frozen=True, slots=True)
class Scope:
    """The matrix. `automatic`: who customers are sent to without a person of ours; `suspicion`: words that say the
    platform itself is at fault, with which a ticket stays ours."""

    components: Mapping[str, Component]
    automatic: frozenset[SupportedBy]
    suspicion: Phrases

    def component_of(self, label: str, subject: str, text: str) -> str | None:
        """The one component that is meant: the label decides, else the subject, else the text; None for several."""
        if label.strip():
            plain = free_text(label)
            exact = [
                name for name, one in self.components.items() if free_text(name) == plain or one.words.is_one(plain)
            ]
            return exact[0] if len(exact) == 1 else self._only_one(label)
        return self._only_one(subject) or self._only_one(f"{subject}\n{text}")

    def _only_one(self, text: str) -> str | None:
        seen = free_text(text)
        found = [name for name, one in self.components.items() if one.words.said_in(seen)]
        return found[0] if len(found) == 1 else None

    def cell(self, component: str | None, strategy: str | None) -> Cell | None:
        """What the matrix says; None where one of them is unknown."""
        row = self.components.get(component or "")
        if row is None or component is None or strategy is None or strategy not in row.supported_by:
            return None
        return Cell(component, strategy, row.supported_by[strategy], row.analysis[strategy], row.answer)

    def leaves_to_others(self, cell: Cell, ticket_type: str, text: str) -> bool:
        """Is a ticket about it not for us? Not where we help all the same, or where the platform is suspected."""
        if cell.supported_by == "vendor" or ticket_type in self.components[cell.component].assist:
            return False
        return not self.suspicion.said_in(free_text(text))
