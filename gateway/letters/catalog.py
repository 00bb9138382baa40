"""All letters there are, in the order of their capabilities, and the letter of each template."""

from collections.abc import Iterator, Mapping
from types import ModuleType

from gateway.letters import (
    bounces,
    commands,
    escalation_steps,
    escalations,
    known_issues,
    licenses,
    load_tests,
    outages,
    outgoing,
    quarantine,
    redirects,
    reports,
    staff,
    tickets,
)
from gateway.letters.letter import Letter
from gateway.letters.samples import CUSTOMER, ENGINEER
from gateway.letters.views import Recipient


def _letters_in(file: ModuleType) -> Iterator[type[Letter]]:
    for value in vars(file).values():
        if isinstance(value, type) and issubclass(value, Letter) and value.__module__ == file.__name__:
            yield value


_OF_TICKETS = (tickets, redirects, known_issues, load_tests)
LETTERS: tuple[type[Letter], ...] = tuple(
    letter
    for file in (
        *_OF_TICKETS,
        escalations,
        escalation_steps,
        outages,
        staff,
        quarantine,
        bounces,
        commands,
        outgoing,
        licenses,
        reports,
    )
    for letter in _letters_in(file)
)
LETTER_OF: Mapping[str, type[Letter]] = {name: letter for letter in LETTERS for name in letter.TEMPLATES}


def sample(name: str, language: str) -> Letter:
    """The letter with invented contents for a template. Raises KeyError for an unknown one."""
    letter = LETTER_OF[name]
    person = ("Eli Stone", ENGINEER) if letter.AUDIENCE == "vendor" else ("Uma Meyer", CUSTOMER)
    return letter.sample(name, Recipient(*person, "Europe/Amsterdam", language))
