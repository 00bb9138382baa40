"""What may be written, and by whom."""

from itertools import groupby
from typing import Final

from gateway.desk.commands.run import Run, row
from gateway.desk.tickets.answers import answer, sender_views
from gateway.domain.commands import NOTHING, Command, Word
from gateway.domain.phrase import Phrase, phrase
from gateway.letters.commands import CommandsOf, CommandView, HelpLetter


def say_help(run: Run, command: Command) -> tuple[Run, Phrase]:
    """`#help`: every command there is, in a mail of its own; what the person may give comes first."""
    act, staff = run.act, run.act.actor.staff
    access = act.desk.rules.data.access
    allowed = access.allowed(staff.roles if staff else (), run.vocabulary)
    there = [word for word in run.vocabulary.values() if not word.later and access.who(word)]
    there.sort(key=lambda word: (word.name not in allowed, access.who(word)))
    groups = tuple(
        CommandsOf(_who(run, roles), theirs, tuple(_view(run, word) for word in words))
        for (theirs, roles), words in groupby(there, key=lambda word: (word.name in allowed, access.who(word)))
    )
    vendor, recipient = sender_views(act)
    answer(act, "command_help", HelpLetter(vendor, recipient, groups), run.ticket)
    names = ", ".join(f"#{word.name}" for word in there if word.name in allowed)
    return run, phrase("command.help", commands=names)


def _view(run: Run, word: Word) -> CommandView:
    needs = "" if word.argument is NOTHING else _said(run, word.argument.needs)
    return CommandView(word.example, _said(run, phrase(f"help.{word.name}")), needs)


def _who(run: Run, roles: tuple[str, ...]) -> str:
    return ", ".join(_said(run, phrase(f"role.{role}")) or role.replace("_", " ") for role in roles)


def _said(run: Run, what: Phrase) -> str:
    """A phrase in the reader's language, "" where nobody has written it yet."""
    _, recipient = sender_views(run.act)
    return run.act.desk.templates.say_if_known(what, recipient.language)


ROWS: Final = (row("#help", say_help, NOTHING, "nothing"),)
