"""Mail commands of our own people: all or nothing, and always answered with a transcript."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import cast

from gateway.desk import quarantine
from gateway.desk.answers import answer, sender_views
from gateway.desk.clocks import change_priority, change_state
from gateway.desk.desk import Desk
from gateway.desk.notes import write_note
from gateway.desk.outcome import Outcome
from gateway.desk.relay import relay
from gateway.desk.show import ticket_view
from gateway.desk.situation import Situation
from gateway.domain.commands import Command, addresses_in
from gateway.domain.letters import TranscriptLetter
from gateway.domain.ticket import NoteDraft, Priority, State, Ticket
from gateway.domain.verdict import Ground
from gateway.store.store import Work

WITHOUT_TICKET = frozenset({"help", "allow", "discard"})


class CommandProblem(Exception):
    """A command cannot be carried out; the message is for the person who gave it. Everything is undone."""


@dataclass(frozen=True, slots=True)
class Run:
    """One mail of commands being carried out on a ticket."""

    desk: Desk
    work: Work
    s: Situation
    ticket: Ticket | None

    def change(self, **columns: object) -> "Run":
        """The run after columns of the ticket changed."""
        ticket = self.required()
        self.work.tickets.change(ticket.id, **columns)
        return replace(self, ticket=replace(ticket, **columns))  # type: ignore[arg-type]  # fields of the same names

    def required(self) -> Ticket:
        """The ticket. Raises CommandProblem where the mail names none."""
        if self.ticket is None:
            raise CommandProblem(
                "No ticket is named: answer a mail of the ticket, or write its number into the subject."
            )
        return self.ticket


def run_commands(desk: Desk, work: Work, s: Situation, ground: Ground) -> Outcome:
    """Carry out every command, then treat the text below them as a note or an answer."""
    try:
        with work.savepoint():
            return _run_all(desk, work, s, ground)
    except CommandProblem as problem:
        return refuse_commands(desk, work, s, ground, (str(problem),))


def _run_all(desk: Desk, work: Work, s: Situation, ground: Ground) -> Outcome:
    run = Run(desk, work, s, s.thread.ticket if s.thread.found == "one" else None)
    if any(command.name not in WITHOUT_TICKET for command in s.orders.commands):
        run.required()
    lines = []
    for command in s.orders.commands:
        run, result = _EFFECTS[command.name](run, command)
        lines.append(f"{command}: {result}")
    note_id = _text_below(run)
    if run.ticket:  # an answer to the customer may have moved it on
        run = replace(run, ticket=work.tickets.get(run.ticket.id))
    _transcript(run, lines)
    return Outcome("command", ground, run.ticket.id if run.ticket else None, note_id)


def refuse_commands(desk: Desk, work: Work, s: Situation, ground: Ground, why: tuple[str, ...] = ()) -> Outcome:
    """Tell the person what is wrong; nothing is changed."""
    vendor, recipient = sender_views(desk, work, s)
    ticket = s.thread.ticket if s.thread.found == "one" else None
    letter = TranscriptLetter(vendor, recipient, ticket_view(ticket) if ticket else None, why or s.order_problems)
    if s.sender.proof == "pass":
        answer(desk, work, s, "command_error", letter, ticket)
    return Outcome("command_refused", ground, ticket.id if ticket else None)


def _text_below(run: Run) -> int | None:
    """After #internal the text stays inside; otherwise it is an answer to the customer. Commands leave a trace."""
    s, ticket = run.s, run.ticket
    if ticket is None:
        return None
    if s.orders.has("internal"):
        return write_note(run.desk, run.work, s, ticket.id, "internal", s.orders.rest) if s.orders.rest else None
    trace = "\n".join(str(command) for command in s.orders.commands if command.name != "call")
    if trace:
        run.work.tickets.add_note(
            NoteDraft(ticket.id, s.now, s.sender.address, "internal", "mail", trace, mail_id=s.mail_id)
        )
    return relay(run.desk, run.work, s, ticket, s.orders.rest) if s.orders.rest else None


def _transcript(run: Run, lines: list[str]) -> None:
    vendor, recipient = sender_views(run.desk, run.work, run.s)
    view = ticket_view(run.ticket) if run.ticket else None
    letter = TranscriptLetter(vendor, recipient, view, tuple(lines))
    answer(run.desk, run.work, run.s, "command_transcript", letter, run.ticket)


def _internal(run: Run, command: Command) -> tuple[Run, str]:
    return run, "the text below is an internal note"


def _help(run: Run, command: Command) -> tuple[Run, str]:
    staff = run.s.sender.staff
    allowed = run.desk.rules.data.access.allowed(staff.roles if staff else ())
    return run, "you may write " + ", ".join(f"#{name}" for name in sorted(allowed))


def _priority(run: Run, command: Command) -> tuple[Run, str]:
    ticket, wanted = run.required(), cast(Priority, command.argument.lower())
    changed = change_priority(run.desk, run.work, ticket, wanted, run.s.now)
    run = replace(run, ticket=changed)
    if wanted == "critical" and not ticket.phone_call_required:
        run = run.change(phone_call_required=True)
    return run, f"{ticket.priority} → {wanted}"


def _status(run: Run, command: Command) -> tuple[Run, str]:
    ticket, wanted = run.required(), cast(State, command.argument.lower())
    if ticket.state in ("closed", "merged", "discarded"):
        raise CommandProblem(f"{ticket.number} is {ticket.state}; that is final.")
    changed = change_state(run.desk, run.work, ticket, wanted, run.s.now)
    return replace(run, ticket=changed), f"{ticket.state} → {wanted}"


def _assign(run: Run, command: Command) -> tuple[Run, str]:
    address = addresses_in(command.argument) or ""
    person = run.work.directory.staff(address)
    if person is None:
        raise CommandProblem(f"{address} is not one of our people.")
    ticket = run.required()
    run = run.change(assignee=person.email)
    if ticket.state == "new":
        run = replace(run, ticket=change_state(run.desk, run.work, run.required(), "open", run.s.now))
    return run, f"assigned to {person.name or person.email}"


def _type(run: Run, command: Command) -> tuple[Run, str]:
    return run.change(type=command.argument.lower()), "changed"


def _app(run: Run, command: Command) -> tuple[Run, str]:
    ticket = run.required()
    app = run.work.directory.app(command.argument)
    if app is None or app.organization != ticket.organization:
        raise CommandProblem(f"{command.argument} is no application of the ticket's organization.")
    return run.change(app=app.code), app.name


def _component(run: Run, command: Command) -> tuple[Run, str]:
    return run.change(component=command.argument[:80]), "changed"


def _call(run: Run, command: Command) -> tuple[Run, str]:
    ticket, s = run.required(), run.s
    run.work.tickets.add_note(
        NoteDraft(ticket.id, s.now, s.sender.address, "internal", "phone", command.argument, mail_id=s.mail_id)
    )
    return run.change(phone_call_required=False), "logged"


def _quarantined(run: Run) -> int:
    """The mail that an alert we are answering was about, else the only one that waits on the ticket."""
    if run.s.alert_mail is not None:
        return run.s.alert_mail
    waiting = run.work.quarantines.waiting_on_ticket(run.required().id)
    if len(waiting) != 1:
        raise CommandProblem(f"{len(waiting)} mails wait on this ticket; answer the alert of the one you mean.")
    return int(waiting[0]["mail_id"])


def _allow(run: Run, command: Command) -> tuple[Run, str]:
    mail_id = _quarantined(run)
    settled = quarantine.release(run.desk, run.work, mail_id, run.s.sender.address, run.s.now)
    return run, f"mail {mail_id} was processed: {settled.decision}"


def _discard(run: Run, command: Command) -> tuple[Run, str]:
    mail_id = _quarantined(run)
    quarantine.reject(run.desk, run.work, mail_id, run.s.sender.address, run.s.now)
    return run, f"mail {mail_id} rests"


Effect = Callable[[Run, Command], tuple[Run, str]]
_EFFECTS: dict[str, Effect] = {
    "internal": _internal,
    "help": _help,
    "priority": _priority,
    "status": _status,
    "assign": _assign,
    "type": _type,
    "app": _app,
    "component": _component,
    "call": _call,
    "allow": _allow,
    "discard": _discard,
}
