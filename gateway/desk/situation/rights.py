"""What a mail of one of our people asks for and may not have.

See docs/domain.md, "Rights of our own people".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from gateway.desk.desk import Desk
from gateway.desk.directory.rights import asked, lacking, lacking_for, relation_of
from gateway.desk.situation.addresses import Addressed
from gateway.desk.situation.senders import Sender
from gateway.desk.situation.threading import Thread
from gateway.domain.command_lines import INTERNAL
from gateway.domain.commands import MailCommands, Vocabulary, Word, problems
from gateway.domain.directory.entries import Staff
from gateway.domain.escalations.escalation import EscalationDraft
from gateway.domain.phrase import Phrase, phrase
from gateway.domain.rights import ANSWER, ESCALATE, REPLY, Relation
from gateway.domain.tickets.ticket import Ticket
from gateway.store.store import UnitOfWork

_SAID: Final = {ANSWER: phrase("right.answer"), ESCALATE: phrase("right.escalate")}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a mail of one of our people asks for: commands, on which tickets, at which address."""

    person: Staff
    commands: MailCommands
    thread: Thread
    to: Addressed
    draft: EscalationDraft | None


@dataclass(frozen=True, slots=True)
class Faults:
    """Why nothing of it is done; both are empty where it can be.

    `out_of_reach`: tickets on which no role of the person counts, so that nothing of them is shown either.
    """

    problems: tuple[Phrase, ...] = ()
    out_of_reach: tuple[Ticket, ...] = ()


NO_FAULTS: Final = Faults()


def asked_by(
    sender: Sender, commands: MailCommands, thread: Thread, to: Addressed, draft: EscalationDraft | None
) -> Asked | None:
    """What one of our people asks for; None for everybody else."""
    return Asked(sender.staff, commands, thread, to, draft) if sender.staff else None


def faults_of(desk: Desk, work: UnitOfWork, wanted: Asked | None, known: Vocabulary) -> Faults:
    """What is wrong with commands, and the rights that are missing on the tickets of a mail."""
    if wanted is None:
        return NO_FAULTS
    access, roles = desk.rules.data.access, wanted.person.roles
    wrong = problems(wanted.commands, known, access.allowed(roles, known)) if wanted.commands.commands else []
    tickets = _tickets(work, wanted)
    relations = [(ticket, relation_of(work, wanted.person, ticket)) for ticket in tickets]
    words = _words(wanted, known)
    missing = [said for one in relations for said in lacking_for(access, roles, words, *one)]
    missing += [said for one in relations for said in _missing_deed(desk, wanted, *one)]
    far = tuple(ticket for ticket, relation in relations if access.too_far(roles, relation))
    return Faults(tuple(dict.fromkeys((*wrong, *missing))), far if missing else ())


def _tickets(work: UnitOfWork, wanted: Asked) -> tuple[Ticket, ...]:
    """Those the mail names, else the one whose rejected escalation it completes."""
    named = wanted.thread.several or ((wanted.thread.ticket,) if wanted.thread.ticket else ())
    if named or wanted.draft is None or wanted.draft.ticket_id is None:
        return named
    drafted = work.tickets.get(wanted.draft.ticket_id)
    return (drafted,) if drafted else ()


def _missing_deed(desk: Desk, wanted: Asked, ticket: Ticket, relation: Relation) -> Iterator[Phrase]:
    access, roles, deed = desk.rules.data.access, wanted.person.roles, _deed(wanted)
    if deed and not asked(wanted.person, ticket):
        lack = access.too_far(roles, relation) or access.lack(roles, deed, relation)
        if lack:
            yield lacking(lack, _SAID[deed], ticket)


def _words(wanted: Asked, known: Vocabulary) -> tuple[Word, ...]:
    return tuple(known[one.name] for one in wanted.commands.commands if one.name in known)


def _deed(wanted: Asked) -> str | None:
    """What the mail does without a command."""
    if not wanted.commands.commands:
        return ESCALATE if "escalation" in wanted.to.roles else ANSWER
    says = wanted.commands.rest.strip() or wanted.commands.has(REPLY)
    return ANSWER if says and not wanted.commands.has(INTERNAL) else None
