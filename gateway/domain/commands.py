"""Mail commands of our own people: the first lines of the unquoted text (CONTRACT section 6)."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from gateway.domain.ticket import PRIORITIES, TYPES

MAX_COMMANDS = 20
Check = Callable[[str], str | None]
_LINE = re.compile(r"#([A-Za-z_]{2,20})(?:[ \t\u00a0]{1,10}(.{0,2000}))?$")
_ADDRESS = re.compile(r"<?([^\s<>@]{1,64}@[^\s<>@]{1,255})>?")
STATUSES = ("open", "pending", "on_hold", "solved", "closed")
LATER = frozenset(
    "line for ticket merge outage scope redirect problem undo override indemnified accept decline plan update level "
    "resolve close approve refuse".split()
)


@dataclass(frozen=True, slots=True)
class Command:
    """One command with its argument as written, stripped."""

    name: str
    argument: str

    def __str__(self) -> str:
        return f"#{self.name} {self.argument}".strip()


@dataclass(frozen=True, slots=True)
class Orders:
    """The commands of a mail and the text below them."""

    commands: tuple[Command, ...]
    rest: str

    def has(self, name: str) -> bool:
        """Is this command given?"""
        return any(command.name == name for command in self.commands)


def read_orders(text: str) -> Orders:
    """Commands from the first lines; the first line that is none ends them."""
    lines = text.splitlines()
    commands: list[Command] = []
    position = 0
    for line in lines:
        stripped = line.strip()
        match = _LINE.match(stripped)
        if stripped and not match:
            break
        position += 1
        if match and len(commands) < MAX_COMMANDS:
            commands.append(Command(match[1].lower(), (match[2] or "").strip()))
    return Orders(tuple(commands), "\n".join(lines[position:]).strip())


def addresses_in(argument: str) -> str | None:
    """The first mail address of an argument, lower case."""
    match = _ADDRESS.search(argument)
    return match[1].lower() if match else None


def problems(orders: Orders, allowed: frozenset[str]) -> list[str]:
    """What is wrong with the commands themselves, one sentence each; empty when they can be carried out."""
    found = [problem for command in orders.commands if (problem := _problem(command, allowed))]
    for name in ("status", "priority", "assign", "type"):
        if sum(command.name == name for command in orders.commands) > 1:
            found.append(f"#{name} is given twice.")
    return found


def _problem(command: Command, allowed: frozenset[str]) -> str | None:
    if command.name in LATER:
        return f"#{command.name} is not available in this version."
    if command.name not in _CHECKS:
        return f"#{command.name} is not a command. Write #help for the list."
    if command.name not in allowed:
        return f"#{command.name} is not allowed for your role."
    return _CHECKS[command.name](command.argument)


def _one_of(name: str, values: tuple[str, ...]) -> Check:
    return lambda argument: None if argument.lower() in values else f"#{name} needs one of: {', '.join(values)}."


def _needs(name: str, what: str) -> Check:
    return lambda argument: None if argument else f"#{name} needs {what}."


def _needs_address(name: str, example: str) -> Check:
    return lambda argument: None if addresses_in(argument) else f"#{name} needs a mail address, for example {example}."


def _nothing(argument: str) -> str | None:
    return None


_CHECKS: dict[str, Check] = {
    "internal": _nothing,
    "help": _nothing,
    "allow": _nothing,
    "discard": _nothing,
    "status": _one_of("status", STATUSES),
    "priority": _one_of("priority", PRIORITIES),
    "type": _one_of("type", TYPES),
    "app": _needs("app", "the code of an application"),
    "component": _needs("component", "a name"),
    "assign": _needs_address("assign", "#assign engineer@vendor.example"),
    "call": _needs_address("call", "#call customer@acorn.example 10 min, what was said"),
}
