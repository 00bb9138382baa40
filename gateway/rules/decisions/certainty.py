"""Is a rule sure of the facts that its verdict needs?

It is when its own conditions ask for them, or when a rule above it, whose only condition is about that fact, takes
every other value away: below a rule that decides all mail with `ticket = "none"`, no mail has that value any more.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from gateway.domain.verdict import OURS, Needs, Reject, Verdict, needs_of
from gateway.letters.escalations import OwnRejectionLetter
from gateway.rules.decisions.condition import Value, Vocabulary

Named = TypeVar("Named")
When = Mapping[str, frozenset[Value]]


def uncertain(rules: Sequence[tuple[Named, When, object]], known: Vocabulary) -> Iterator[tuple[Named, str]]:
    """The rules that could decide on a mail which their verdict cannot be carried out on, each with a sentence."""
    left = {
        fact: frozenset(possible)
        for fact, possible in known.possible.items()
        if possible is not None and fact not in known.several
    }
    for rule, when, result in rules:
        for fact, wanted in _needs(result).items() if isinstance(result, Verdict) else ():
            sure = left[fact] & when.get(fact, left[fact])
            if not sure <= frozenset(wanted):
                yield rule, f"the verdict needs {fact} to be {_listed(wanted)}, and the rule does not ask for that."
        if len(when) == 1:
            [(fact, values)] = when.items()
            if fact in left:
                left[fact] -= values


def _listed(values: tuple[Value, ...]) -> str:
    return " or ".join(str(one).lower() if isinstance(one, bool) else f'"{one}"' for one in values)


def _needs(verdict: Verdict) -> Needs:
    """What the verdict needs, and for an answer in words for our own people that the sender is one of them."""
    needs = needs_of(verdict)
    if isinstance(verdict, Reject) and verdict.reply in OwnRejectionLetter.TEMPLATES:
        return {**needs, **OURS}
    return needs
