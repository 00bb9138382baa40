"""Mail commands of our own people: how the unquoted text is read, and what a command asks for.

The commands themselves are rows of one table, `gateway.desk.commands.table`.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from gateway.address import first_address
from gateway.domain.command_lines import INTERNAL, command_in, internal_inside, is_quoted, meant, parted
from gateway.domain.phrase import Phrase, phrase

MAX_COMMANDS = 20
STAFF: Final = ("staff",)
"""The role of everybody in the directory's list of staff."""
Need = Literal["nothing", "ticket", "escalation"]
Check = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Command:
    """One command with its argument as written, stripped."""

    name: str
    argument: str

    def __str__(self) -> str:
        return f"#{self.name} {self.argument}".strip()


@dataclass(frozen=True, slots=True)
class MailCommands:
    """The commands of a mail and the text below them."""

    commands: tuple[Command, ...]
    rest: str

    def has(self, name: str) -> bool:
        """Is this command given?"""
        return any(command.name == name for command in self.commands)


@dataclass(frozen=True, slots=True)
class Argument:
    """What stands behind a command: `needs` says it in a refusal, `fits` tells whether it is there.

    `by_example`: the refusal shows the example, too.
    """

    needs: Phrase
    fits: Check
    by_example: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """A command as people write it, in an example line.

    `needs`: what there must be. `once`: it may not stand twice in one mail. `later`: it is known and has no effect yet.
    `who`: the roles that may give it where rules/policies/access.toml says nothing else.
    """

    example: str
    argument: Argument
    needs: Need = "ticket"
    once: bool = False
    later: bool = False
    who: tuple[str, ...] = STAFF

    @property
    def name(self) -> str:
        """The word itself, without `#`."""
        return self.example.partition(" ")[0].removeprefix("#")


Vocabulary = Mapping[str, Word]


def read_mail_commands(text: str, known: Collection[str] = ()) -> MailCommands:
    """Every line that looks like a command, wherever it stands, and the text of the others; `known` are the words.

    A line that a mail program quoted with `>` is text. What stands behind `#internal` is text, too, and `#internal`
    inside a sentence counts.
    """
    commands: list[Command] = []
    rest: list[str] = []
    for line in text.splitlines():
        found = None if ("#" not in line and line.isascii()) or is_quoted(line) else _commands_in(line, known)
        if found is None:
            rest.append(line)
        else:
            given, kept = found
            commands += given
            rest += [kept] if kept else []
    return MailCommands(tuple(commands), "\n".join(rest).strip())


def _commands_in(line: str, known: Collection[str]) -> tuple[list[Command], str] | None:
    """The commands and what of their line stays text."""
    found = command_in(line, known)
    if found is None:
        inside = internal_inside(line)
        return ([Command(inside, "")], line) if inside else None
    name, argument = found
    if name == INTERNAL:
        more, text = _behind_internal(argument, known)
        return [Command(name, ""), *more], text
    inside = internal_inside(argument)  # what stands below must not leave, whatever becomes of this line
    return [Command(name, argument), *([Command(inside, "")] if inside else [])], ""


def _behind_internal(argument: str, known: Collection[str]) -> tuple[list[Command], str]:
    """A command on the line of `#internal` is one, too: it is done or refused with the rest, and never only text."""
    text, behind = parted(argument, known)
    found = command_in(behind, known)
    return ([Command(*found)], text) if found and found[0] != INTERNAL else ([], argument)


def addresses_in(argument: str) -> str | None:
    """The first mail address of an argument, lower case."""
    found = first_address(argument)
    return found.lower() if found else None


def problems(given: MailCommands, known: Vocabulary, allowed: frozenset[str]) -> list[Phrase]:
    """What is wrong with the commands themselves, one sentence each; empty when they can be carried out."""
    if len(given.commands) > MAX_COMMANDS:
        return [phrase("command.too_many", most=MAX_COMMANDS)]
    found = [problem for command in given.commands if (problem := _problem(command, known, allowed))]
    return found + [phrase("command.twice", name=name) for name in _twice(given.commands, known)]


def _problem(command: Command, known: Vocabulary, allowed: frozenset[str]) -> Phrase | None:
    word = known.get(command.name)
    if word is None:
        return _unknown(command.name, known)
    if word.later:
        return phrase("command.later", name=command.name)
    if command.name not in allowed:
        return phrase("command.not_allowed", name=command.name)
    if word.argument is NOTHING and command.argument and command.name != INTERNAL:
        return phrase("command.stands_alone", name=command.name)
    if word.argument.fits(command.argument):
        return None
    needs = word.argument.needs
    if word.argument.by_example:
        return phrase("command.needs_for_example", name=command.name, what=needs, example=word.example)
    return phrase("command.needs", name=command.name, what=needs)


def _unknown(name: str, known: Vocabulary) -> Phrase:
    """What was probably meant: a command that can be given, rather than one of a later version."""
    there = [word.name for word in known.values() if not word.later]
    likely = meant(name, there) or meant(name, known)
    if likely is None:
        return phrase("command.unknown", name=name)
    return phrase("command.unknown_meant", name=name, example=known[likely].example)


def _twice(commands: Iterable[Command], known: Vocabulary) -> list[str]:
    names = [command.name for command in commands]
    return [word.name for word in known.values() if word.once and names.count(word.name) > 1]


NOTHING: Final = Argument(phrase("needs.nothing"), lambda argument: True)
"""What stands behind the command is not looked at."""


def one_of(*values: str) -> Argument:
    """One of these words, in upper or lower case."""
    return Argument(phrase("needs.one_of", values=", ".join(values)), lambda argument: argument.lower() in values)


def some(what: Phrase) -> Argument:
    """Any text; `what` says which."""
    return Argument(what, bool)


ADDRESS: Final = Argument(phrase("needs.address"), lambda argument: addresses_in(argument) is not None, by_example=True)
"""A mail address somewhere in the text."""
