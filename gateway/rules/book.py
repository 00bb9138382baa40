"""The book of rules: read top to bottom, first match wins, the last rule is the default.

Loading refuses what cannot be meant: an unknown fact, an impossible value, a missing `why` or example, a rule
behind the default, and an example that another rule decides.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from gateway.config import read_toml, shipped
from gateway.domain.facts import DECISIONS, Facts
from gateway.domain.verdict import Ground
from gateway.errors import ConfigurationError
from gateway.rules.condition import Test, Value, Vocabulary, free_text, test_for, vocabulary
from gateway.rules.data import PolicyData
from gateway.rules.reader import Reader
from gateway.rules.verdicts import Fault, Result, read_result

_KEYS = {"id", "why", "when", "verdict", "reply", "example"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `tests` are checked in order; `examples` are facts that this very rule must decide."""

    file: str
    id: str
    why: str
    tests: tuple[tuple[str, Test], ...]
    result: Result
    examples: tuple[dict[str, object], ...]
    ground: Ground

    @property
    def name(self) -> str:
        """`file/id`, as decisions show it."""
        return f"{self.file}/{self.id}"


@dataclass(frozen=True, slots=True)
class Trial:
    """One rule tried on one set of facts: `failed` names the first condition that did not hold, None when all did."""

    rule: Rule
    failed: str | None


class Decision:
    """The rules of one file."""

    def __init__(self, name: str, rules: tuple[Rule, ...], words_of: Vocabulary) -> None:
        self.name, self.rules = name, rules
        self._free = frozenset(fact for fact, possible in words_of.possible.items() if possible is None)
        self._facts = tuple(words_of.possible)

    def values(self, facts: Facts) -> dict[str, object]:
        """Facts as rules see them: free text as words."""
        values = {name: getattr(facts, name) for name in self._facts}
        for name in self._free:
            values[name] = free_text(str(values[name]))
        return values

    def decide(self, facts: Facts) -> tuple[Result, Ground]:
        """The result of the first rule whose conditions all hold."""
        values = self.values(facts)
        for rule in self.rules:
            for name, test in rule.tests:
                if not test(values[name]):
                    break
            else:
                return rule.result, rule.ground
        raise AssertionError("the last rule has no conditions")

    def trials(self, facts: Facts) -> Iterator[Trial]:
        """Every rule up to the one that decides, for people who ask why."""
        values = self.values(facts)
        for rule in self.rules:
            failed = next((name for name, test in rule.tests if not test(values[name])), None)
            yield Trial(rule, failed)
            if failed is None:
                return


class RuleBook:
    """All decisions of a folder of rules."""

    def __init__(self, folder: Path, decisions: Mapping[str, Decision]) -> None:
        self.folder, self._decisions = folder, decisions
        self.data = PolicyData(folder)

    @classmethod
    def load(cls, folder: Path | None = None) -> "RuleBook":
        """The rules of a folder, None for the shipped ones. Raises ConfigurationError for the first fault."""
        folder = folder or shipped("rules")
        return cls(folder, {name: _load(folder / f"{name}.toml", name, kind) for name, kind in DECISIONS.items()})

    @classmethod
    def check(cls, folder: Path | None = None) -> list[ConfigurationError]:
        """Every fault of a folder, at most one per file."""
        folder, found = folder or shipped("rules"), []
        for name, kind in DECISIONS.items():
            try:
                _load(folder / f"{name}.toml", name, kind)
            except ConfigurationError as error:
                found.append(error)
        return found

    def decision(self, name: str) -> Decision:
        """The rules of one file, by its name without ending."""
        return self._decisions[name]

    def rules(self) -> list[Rule]:
        """All rules in reading order."""
        return [rule for decision in self._decisions.values() for rule in decision.rules]


def _load(path: Path, name: str, kind: type[Facts]) -> Decision:
    reader = Reader(str(path), read_toml(path))
    known = vocabulary(kind)
    rules = tuple(_rule(path, name, entry.content, known) for entry in reader.tables("rule"))
    reader.done()
    decision = Decision(name, rules, known)
    _check_order(path, rules)
    _check_examples(path, decision, kind)
    return decision


def _rule(path: Path, name: str, entry: Mapping[str, object], known: Vocabulary) -> Rule:
    rule_id = str(entry.get("id", "?"))

    def fault(key: str, problem: str) -> ConfigurationError:
        return ConfigurationError(str(path), f"rule {rule_id}: {key}", problem)

    if unknown := set(entry) - _KEYS:
        raise fault(sorted(unknown)[0], "is not a key of a rule.")
    for key in ("id", "why", "verdict", "example"):
        if not entry.get(key):
            raise fault(key, "is missing.")
    when, examples = entry.get("when", {}), entry["example"]
    if not isinstance(when, dict) or not isinstance(examples, list) or not all(isinstance(e, dict) for e in examples):
        raise fault("when", "must be a table, and example a list of tables.")
    tests = tuple((fact, _condition(fact, value, known, fault)) for fact, value in when.items())
    result = read_result(name, entry["verdict"], entry.get("reply"), fault)
    facts = tuple({fact: _fact(fact, value, known, fault) for fact, value in one.items()} for one in examples)
    why = str(entry["why"])
    return Rule(name, rule_id, why, tests, result, facts, Ground(f"{name}/{rule_id}", why))


def _wanted(fact: str, value: object, known: Vocabulary, fault: Fault) -> list[Value]:
    if fact not in known.possible:
        raise fault(fact, f"is not a known fact. Known are {', '.join(known.possible)}.")
    wanted: list[Value] = []
    possible = known.possible[fact]
    for one in value if isinstance(value, list) else [value]:
        if not isinstance(one, str | bool):
            raise fault(fact, f"{one!r} is neither text nor true or false.")
        allowed = possible is None or one in possible or (one == "none" and fact in known.several)
        if not allowed:
            raise fault(fact, f"{one!r} is impossible. Possible are {', '.join(map(str, possible or ()))}.")
        wanted.append(one)
    return wanted


def _condition(fact: str, value: object, known: Vocabulary, fault: Fault) -> Test:
    wanted = _wanted(fact, value, known, fault)
    return test_for(fact, wanted, fact in known.several, known.possible[fact] is None)


def _fact(fact: str, value: object, known: Vocabulary, fault: Fault) -> object:
    wanted = _wanted(fact, value, known, fault)
    return frozenset(wanted) if fact in known.several else wanted[0]


def _check_order(path: Path, rules: tuple[Rule, ...]) -> None:
    if not rules or rules[-1].tests:
        raise ConfigurationError(str(path), "rule", "the last rule must be a default without conditions.")
    for rule in rules[:-1]:
        if not rule.tests:
            raise ConfigurationError(str(path), f"rule {rule.id}", "has no conditions but is not the last one.")
    ids = [rule.id for rule in rules]
    for one in ids:
        if ids.count(one) > 1:
            raise ConfigurationError(str(path), f"rule {one}", "stands twice.")


def _check_examples(path: Path, decision: Decision, kind: type[Facts]) -> None:
    for rule in decision.rules:
        for example in rule.examples:
            other = wrong_example(decision, rule, example, kind)
            if other:
                raise ConfigurationError(str(path), f"rule {rule.id}: example", f"is decided by the rule {other}.")


def wrong_example(decision: Decision, rule: Rule, example: Mapping[str, object], kind: type[Facts]) -> str | None:
    """The id of the rule that decides an example instead of its own, None when all is well."""
    given = {f.name: example[f.name] for f in fields(kind) if f.name in example}
    _, ground = decision.decide(kind(**given))  # type: ignore[arg-type]  # the loader has checked every value
    return None if ground.rule == rule.name else ground.rule.partition("/")[2]
