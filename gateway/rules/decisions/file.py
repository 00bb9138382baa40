"""Reading a file of decisions, with every fault that can be found in it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Generic

from gateway.domain.verdict import Ground
from gateway.errors import ConfigurationError, ConfigurationFaults, faults_of
from gateway.rules.decisions.certainty import uncertain
from gateway.rules.decisions.condition import FactsT, Test, Value, Vocabulary, code, test_for, vocabulary
from gateway.rules.decisions.decision import Decision, Result, Rule
from gateway.rules.decisions.form import DecisionForm, RuleForm
from gateway.rules.decisions.verdicts import Fault
from gateway.rules.folder import RulesFolder
from gateway.toml import Place, Source, check, did_you_mean, key_of, place_of, read_source

Rules = tuple[Rule[Result], ...]


@dataclass(frozen=True, slots=True)
class DecisionFile(Generic[FactsT, Result]):
    """A file of rules: the facts that its conditions may name, and how its verdicts are read."""

    name: str
    kind: type[FactsT]
    facts: Callable[..., FactsT]  # the same, to be made of an example whose values the loader has checked
    verdict: Callable[[object, object, Fault], Result]

    def load(self, folder: RulesFolder) -> Decision[FactsT, Result]:
        """The rules of the file in a folder. Raises ConfigurationFaults with what is wrong, or ConfigurationError."""
        source = read_source(folder.decision(self.name), folder.copy_step("decisions", self.name))
        source = replace(source, names=partial(_called, source))
        form, known = check(DecisionForm, source), vocabulary(self.kind)
        decision: Decision[FactsT, Result] = Decision(self.name, self._rules(source, form, known), known)
        if faults := [*self._faults(source, decision, known)]:
            raise ConfigurationFaults(faults)
        return decision

    def _rules(self, source: Source, form: DecisionForm, known: Vocabulary) -> Rules[Result]:
        rules, faults = list[Rule[Result]](), list[ConfigurationError]()
        for position, entry in enumerate(form.rule):
            try:
                rules.append(self._rule(entry, partial(_fault, source, position), known))
            except ConfigurationError:
                faults += self._faults_of(entry, partial(_fault, source, position), known)
        if faults:
            raise ConfigurationFaults(faults)
        return tuple(rules)

    def _rule(self, entry: RuleForm, fault: Fault, known: Vocabulary) -> Rule[Result]:
        when = {fact: _wanted(f"when.{fact}", value, known, fault) for fact, value in entry.when.items()}
        return Rule(
            file=self.name,
            id=entry.id,
            why=entry.why,
            when={fact: frozenset(values) for fact, values in when.items()},
            tests=tuple((fact, _condition(fact, values, known)) for fact, values in when.items()),
            result=self.verdict(entry.verdict, entry.reply, fault),
            examples=tuple(_example(place, one, known, fault) for place, one in enumerate(entry.example, start=1)),
            ground=Ground(f"{self.name}/{entry.id}", entry.why),
        )

    def _faults_of(self, entry: RuleForm, fault: Fault, known: Vocabulary) -> Iterator[ConfigurationError]:
        """All that is wrong with a rule that cannot be read."""
        written = [("when", entry.when), *((f"example[{n}]", one) for n, one in enumerate(entry.example, start=1))]
        yield from faults_of(
            *(
                partial(_wanted, f"{key}.{fact}", one, known, fault)
                for key, facts in written
                for fact, value in facts.items()
                for one in (value if isinstance(value, list) else [value])
            ),
            partial(self.verdict, entry.verdict, entry.reply, fault),
        )

    def _faults(
        self, source: Source, decision: Decision[FactsT, Result], known: Vocabulary
    ) -> Iterator[ConfigurationError]:
        """What rules that are well in themselves get wrong together."""
        rules = decision.rules
        if rules[-1].tests:
            yield _fault(source, len(rules) - 1, "", "the last rule must be a default without conditions.")
            return
        yield from _order(source, rules)
        for place, missing in uncertain([(n, rule.when, rule.result) for n, rule in enumerate(rules)], known):
            yield _fault(source, place, "when", missing)
        for place, rule in enumerate(rules):
            for other in (self.wrong_example(decision, rule, one) for one in rule.examples):
                if other:
                    yield _fault(source, place, "example", f"is decided by the rule {other}.")

    def wrong_example(
        self, decision: Decision[FactsT, Result], rule: Rule[object], example: Mapping[str, object]
    ) -> str | None:
        """The id of the rule that decides an example instead of its own, None when all is well."""
        _, ground = decision.decide(self.facts(**example))
        return None if ground.rule == rule.name else ground.rule.partition("/")[2]


def _fault(source: Source, position: int, key: str, problem: str, next_step: str = "") -> ConfigurationError:
    """The error about a key of a rule."""
    return source.fault(("rule", position, *place_of(key)), problem, next_step)


def _called(source: Source, place: Place) -> str:
    """Rules are called by their ids."""
    if len(place) < 2 or place[0] != "rule":
        return key_of(place)
    inside = key_of(place[2:])
    return f"rule {_id_of(source.data['rule'], place[1])}" + (f": {inside}" if place[2:] else "")


def _id_of(rules: object, position: str | int) -> str:
    entry = rules[position] if isinstance(rules, list) and isinstance(position, int) else None
    return str(entry.get("id", "?")) if isinstance(entry, dict) else "?"


def _order(source: Source, rules: Rules[Result]) -> Iterator[ConfigurationError]:
    ids = [rule.id for rule in rules]
    for place, rule in enumerate(rules):
        if not rule.tests and place < len(rules) - 1:
            yield _fault(source, place, "", "has no conditions but is not the last one.")
        if ids.index(rule.id) < place:
            yield _fault(source, place, "", "stands twice.")


def _condition(fact: str, wanted: list[Value], known: Vocabulary) -> Test:
    if fact in known.codes:
        return test_for(fact, [code(one) for one in wanted], several=False, free=False)
    return test_for(fact, wanted, fact in known.several, known.possible[fact] is None)


def _example(place: int, written: Mapping[str, object], known: Vocabulary, fault: Fault) -> Mapping[str, object]:
    """The facts of an example."""
    wanted = {fact: _wanted(f"example[{place}].{fact}", value, known, fault) for fact, value in written.items()}
    return {fact: frozenset(values) if fact in known.several else values[0] for fact, values in wanted.items()}


def _wanted(key: str, value: object, known: Vocabulary, fault: Fault) -> list[Value]:
    """The values of a fact, which the last part of the key names."""
    fact = key.rpartition(".")[2]
    if fact not in known.possible:
        names = ", ".join(known.possible)
        raise fault(key, f"is not a known fact. Known are {names}.", did_you_mean(fact, known.possible))
    wanted: list[Value] = []
    for one in value if isinstance(value, list) else [value]:
        if not isinstance(one, str | bool):
            raise fault(key, f"{one!r} is neither text nor true or false.")
        possible = known.possible[fact]
        if not (possible is None or one in possible or (one == "none" and fact in known.several)):
            words = tuple(map(str, possible))
            raise fault(key, f"{one!r} is impossible. Possible are {', '.join(words)}.", did_you_mean(str(one), words))
        wanted.append(one)
    return wanted
