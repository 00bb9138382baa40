"""The rules of one file: first match wins, the last rule is the default."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from gateway.domain.free_text import free_text
from gateway.domain.verdict import Ground
from gateway.rules.decisions.condition import FactsT, Test, Value, Vocabulary, code

Result = TypeVar("Result")
Result_co = TypeVar("Result_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Rule(Generic[Result_co]):
    """One rule. `tests` are checked in order; `when` are the values that they ask for.

    `examples` are facts that this very rule must decide.
    """

    file: str
    id: str
    why: str
    when: Mapping[str, frozenset[Value]]
    tests: tuple[tuple[str, Test], ...]
    result: Result_co
    examples: tuple[Mapping[str, object], ...]
    ground: Ground

    @property
    def name(self) -> str:
        """`file/id`, as decisions show it."""
        return f"{self.file}/{self.id}"


@dataclass(frozen=True, slots=True)
class Trial:
    """One rule tried on one set of facts: `failed` names the first condition that did not hold, None when all did."""

    rule: Rule[object]
    failed: str | None


class Decision(Generic[FactsT, Result]):
    """The rules of one file."""

    def __init__(self, name: str, rules: tuple[Rule[Result], ...], words_of: Vocabulary) -> None:
        self.name, self.rules = name, rules
        self._codes = words_of.codes
        self._free = frozenset(fact for fact, possible in words_of.possible.items() if possible is None) - self._codes
        self._facts = tuple(words_of.possible)

    def values(self, facts: FactsT) -> dict[str, object]:
        """Facts as rules see them: free text as words, codes without regard to case."""
        values = {name: getattr(facts, name) for name in self._facts}
        for name in self._free:
            values[name] = free_text(str(values[name]))
        for name in self._codes:
            values[name] = code(values[name])
        return values

    def decide(self, facts: FactsT) -> tuple[Result, Ground]:
        """The result of the first rule whose conditions all hold."""
        values = self.values(facts)
        for rule in self.rules:
            for name, test in rule.tests:
                if not test(values[name]):
                    break
            else:
                return rule.result, rule.ground
        raise AssertionError("the last rule has no conditions")

    def trials(self, facts: FactsT) -> Iterator[Trial]:
        """Every rule up to the one that decides, for people who ask why."""
        values = self.values(facts)
        for rule in self.rules:
            failed = next((name for name, test in rule.tests if not test(values[name])), None)
            yield Trial(rule, failed)
            if failed is None:
                return
