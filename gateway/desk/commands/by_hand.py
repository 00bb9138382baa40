"""Commands of our people that no mail brings: from the command line, later from the API and the console.

The same rows, the same rights and all or nothing, as by mail; the transcript comes back instead of being mailed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from gateway.desk.act import Act
from gateway.desk.commands.mail_commands import run_commands
from gateway.desk.commands.run import CommandProblem, Given, Release
from gateway.desk.commands.table import VOCABULARY
from gateway.desk.directory.rights import lacking, lacking_for, relation_of
from gateway.domain.commands import MailCommands, problems, read_mail_commands
from gateway.domain.event import Words
from gateway.domain.outcome import Outcome
from gateway.domain.phrase import Phrase, phrase
from gateway.domain.rights import ANSWER, REPLY
from gateway.domain.tickets.ticket import Ticket

AT_THE_MACHINE = ("operator",)  # the roles of whoever may use the machine and says no name


@dataclass(frozen=True, slots=True)
class ByHand:
    """What became of commands. `transcript`: a sentence each, or what is wrong where nothing was `done`."""

    done: bool
    ticket_id: int
    transcript: tuple[str, ...]


def give_commands(act: Act, ticket: Ticket, commands: Sequence[str]) -> ByHand:
    """Carry commands out on a ticket, such as `priority high`, with or without `#`; all of them or none."""
    given = _read(commands)
    wrong = _wrong(act, ticket, given)
    if wrong:
        return ByHand(False, ticket.id, _say(act, wrong))
    result = run_commands(act, Given(given, ticket, Words(act.actor.address, "")), _no_mail)
    return ByHand(result.done, result.ticket_id or ticket.id, _say(act, result.said))


def _read(commands: Sequence[str]) -> MailCommands:
    """Each is a command, whatever it looks like: what is none is refused, and never taken for words to a customer."""
    lines = [" ".join(one.split()) for one in commands]
    return read_mail_commands("\n".join(one if one.startswith("#") else f"#{one}" for one in lines), VOCABULARY)


def _wrong(act: Act, ticket: Ticket, given: MailCommands) -> list[Phrase]:
    staff, access = act.actor.staff, act.desk.rules.data.access
    found = problems(given, VOCABULARY, access.allowed(staff.roles if staff else AT_THE_MACHINE, VOCABULARY))
    if given.rest.strip():
        found.append(phrase("command.unknown", name=given.rest.split()[0].lstrip("#")))
    if staff:
        words = [VOCABULARY[one.name] for one in given.commands if one.name in VOCABULARY]
        relation = relation_of(act.work, staff, ticket)
        found += lacking_for(access, staff.roles, words, ticket, relation)
        lack = access.lack(staff.roles, ANSWER, relation) if given.has(REPLY) else None
        found += [lacking(lack, phrase("right.answer"), ticket)] if lack else []
    return found


def _say(act: Act, said: Sequence[Phrase]) -> tuple[str, ...]:
    return tuple(act.desk.templates.say(one, act.desk.config.gateway.language) for one in said)


def _no_mail(act: Act, wanted: Release) -> Outcome:
    """Mail that waits is decided with `gateway quarantine`."""
    raise CommandProblem(phrase("command.by_quarantine", mail=wanted.mail_id))
