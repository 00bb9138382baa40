"""What commands do to an answer to the customer."""

from dataclasses import replace
from typing import Final

from gateway.desk.commands.run import CommandProblem, Run, row
from gateway.desk.tickets.letter_views import ticket_view
from gateway.desk.tickets.to_requester import requester_views
from gateway.desk.tickets.withdraw import last_answer, withdraw
from gateway.domain.commands import Command, some
from gateway.domain.phrase import Phrase, phrase
from gateway.letters.staff import CannedReplyLetter


def put_reply(run: Run, command: Command) -> tuple[Run, Phrase]:
    """`#reply send-logs`: a text that is written already stands before their words, in the customer's language."""
    act, ticket, templates = run.act, run.required(), run.act.desk.templates
    if act.actor.staff is None:
        raise CommandProblem(phrase("command.not_ours", address=act.actor.address))
    wanted = command.argument.strip(" .,;").casefold()
    name = next((one for one in templates.reply_names() if one.casefold() == wanted), None)
    if name is None:
        names = ", ".join(templates.reply_names()) or "-"
        raise CommandProblem(phrase("command.no_reply", name=command.argument, names=names))
    vendor, recipient = requester_views(act, ticket)
    letter = CannedReplyLetter(vendor, recipient, ticket_view(act.work, ticket), act.actor.staff.name)
    text, commands = templates.reply(name, letter), run.given.commands
    words = replace(commands, rest=f"{text}\n\n{commands.rest}".strip())
    return replace(run, given=replace(run.given, commands=words)), phrase("command.reply_put", name=name)


def undo(run: Run, command: Command) -> tuple[Run, Phrase]:
    """`#undo`: their last answer that still waits never leaves; a manager takes back anybody's."""
    act, ticket = run.act, run.required()
    answer = last_answer(act, ticket, _whose(run))
    if answer is None:
        raise CommandProblem(phrase("command.no_answer", ticket=ticket.number))
    if not answer.may_be_taken_back(act):
        seconds = act.desk.config.gateway.answer_hold_seconds
        raise CommandProblem(
            phrase("command.undo_late", ticket=ticket.number, note=answer.note.id, seconds=seconds)
            if seconds
            else phrase("command.undo_never", ticket=ticket.number)
        )
    return replace(run, ticket=withdraw(act, ticket, answer)), phrase("command.undone", note=answer.note.id)


def _whose(run: Run) -> str | None:
    """Whose answers somebody may take back, an address; None for everybody's."""
    staff, access = run.act.actor.staff, run.act.desk.rules.data.access
    if staff is None or access.is_in("managers", staff.roles) or "operator" in staff.roles:
        return None
    return staff.email.lower()


ROWS: Final = (
    row("#undo", undo, once=True),
    row("#reply send-logs", put_reply, some(phrase("needs.reply")), once=True),
)
