"""One word of a customer that is a command, however it is decorated: bold, a bullet, a greeting, a name below it."""

import unicodedata
from collections.abc import Collection, Mapping
from typing import Final, TypeVar

from gateway.domain.command_lines import visible
from gateway.domain.tickets.courtesy import Courtesy
from gateway.domain.tickets.ticket import without_numbers
from gateway.mail.reply.footer import is_contact

MAX_LINES: Final = 20  # of a text that is no more than a command
_ASKS: Final = ("?", "\uff1f", "\u00bf", "\u061f")
Meaning = TypeVar("Meaning")
_QUESTIONS: Final = frozenset[object](("status", "list"))  # commands that are questions themselves: "Status?"


def one_command(
    text: str, commands: Mapping[str, Meaning], courtesy: Courtesy, names: Collection[str]
) -> Meaning | None:
    """What the one command of a text means, where nothing stands beside it but politeness, names and contact data."""
    lines = [line for one in text.splitlines() if (line := unicodedata.normalize("NFKC", visible(one)).strip())]
    given = [word for line in lines[:MAX_LINES] if (word := _command_on(line, commands))]
    if len(set(given)) != 1 or len(lines) > MAX_LINES:
        return None
    rest = [line for line in lines if not _command_on(line, commands)]
    if any(mark in line for line in rest for mark in _ASKS):
        return None
    return commands[given[0]] if all(courtesy.only_greets(line, names) or is_contact(line) for line in rest) else None


def _command_on(line: str, commands: Mapping[str, object]) -> str | None:
    """The command that is the only word of a line, perhaps behind a number; a question may name a ticket."""
    words, beside = _words(line), _words(without_numbers(line))
    if len(beside) == 1 and commands.get(beside[0]) in _QUESTIONS:
        return beside[0]
    return words[0] if len(words) == 1 and words[0] in commands and not line.endswith(_ASKS) else None


def _words(line: str) -> list[str]:
    return [word for one in line.casefold().split() if (word := _bare(one)) and not word.isdecimal()]


def _bare(word: str) -> str:
    """A word without the signs around it."""
    start, stop = 0, len(word)
    while start < stop and not word[start].isalnum():
        start += 1
    while stop > start and not word[stop - 1].isalnum():
        stop -= 1
    return word[start:stop]
