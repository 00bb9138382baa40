"""What commands do to a ticket."""

from dataclasses import replace
from typing import Final

from gateway.desk.act import Act
from gateway.desk.commands.run import CommandProblem, Run, row
from gateway.desk.directory.people import named
from gateway.desk.tickets.alarms import alert_critical
from gateway.desk.tickets.answers import answer, sender_views
from gateway.desk.tickets.letter_views import ticket_view
from gateway.desk.tickets.owners import organization_of
from gateway.desk.tickets.ticket_state import change_app, change_priority, change_state, scheduled
from gateway.domain.commands import ADDRESS, Command, one_of, some
from gateway.domain.phrase import Phrase, phrase
from gateway.domain.tickets.states import BY_STATUS, allows
from gateway.domain.tickets.ticket import PRIORITIES, TYPES, NoteDraft
from gateway.letters.commands import CaseLetter
from gateway.letters.views import Recipient


def stay_inside(run: Run, command: Command) -> tuple[Run, Phrase]:
    """`#internal`: the text below is not for the customer."""
    return run, phrase("command.internal")


def show(run: Run, command: Command) -> tuple[Run, Phrase]:
    """`#show`: the whole case in a mail of its own."""
    act, ticket = run.act, run.required()
    organization = organization_of(act.work, ticket)
    vendor, recipient = sender_views(act)
    letter = CaseLetter(
        vendor=vendor,
        recipient=recipient,
        ticket=ticket_view(act.work, ticket),
        organization=organization.name if organization else None,
        requester=named(act.work, ticket.requester),
        people=tuple(
            _participant(act, recipient, address, kind) for address, kind in act.work.tickets.participants(ticket.id)
        ),
    )
    answer(act, "case_by_mail", letter, ticket)
    return run, phrase("command.shown")


def _participant(act: Act, reader: Recipient, address: str, kind: str) -> str:
    said = act.desk.templates.say(phrase(f"participant.{kind}"), reader.language)
    return f"{named(act.work, address)}: {said}"


def set_priority(run: Run, command: Command) -> tuple[Run, Phrase]:
    """`#priority high`."""
    ticket = run.required()
    wanted = next(one for one in PRIORITIES if one == command.argument.lower())
    run = replace(run, ticket=change_priority(run.act, ticket, wanted))
    if wanted == "critical" != ticket.priority:
        alert_critical(run.act, run.required())
    if wanted == ticket.priority and ticket.priority_claimed:
        return run, phrase("command.confirmed", value=wanted)
    return run, phrase("command.from_to", before=ticket.priority, after=wanted)


def set_status(run: Run, command: Command) -> tuple[Run, Phrase]:
    """`#status solved`."""
    ticket, event = run.required(), BY_STATUS[command.argument.lower()]
    if not allows(ticket.state, event):
        raise CommandProblem(phrase("command.final", ticket=ticket.number, state=ticket.state))
    changed = change_state(run.act, ticket, event)
    return replace(run, ticket=changed), phrase("command.from_to", before=ticket.state, after=changed.state)


def set_type(run: Run, command: Command) -> tuple[Run, Phrase]:
    """`#type incident`."""
    return run.save(replace(run.required(), type=command.argument.lower())), phrase("command.changed")


def set_app(run: Run, command: Command) -> tuple[Run, Phrase]:
    """`#app orders`: an application of the ticket's organization."""
    ticket = run.required()
    app = run.act.work.directory.app(command.argument)
    if app is None or app.organization != ticket.organization:
        raise CommandProblem(phrase("command.no_app", app=command.argument))
    return replace(run, ticket=change_app(run.act, ticket, app.code)), phrase("command.value", value=app.name)


def set_component(run: Run, command: Command) -> tuple[Run, Phrase]:
    """`#component printing`."""
    return run.save(replace(run.required(), component=command.argument[:80])), phrase("command.changed")


def log_call(run: Run, command: Command) -> tuple[Run, Phrase]:
    """`#call customer@company.example what was said`: an internal note of a telephone call."""
    ticket, act = run.required(), run.act
    note = NoteDraft(ticket.id, act.now, act.actor.address, "internal", "phone", command.argument, mail_id=act.mail_id)
    act.work.tickets.add_note(note)
    called = replace(run.required(), phone_call_required=False)
    return run.save(scheduled(act.desk, act.work, called)), phrase("command.logged")


ROWS: Final = (
    row("#internal", stay_inside),
    row("#show", show),
    row("#status solved", set_status, one_of(*BY_STATUS), once=True),
    row("#priority high", set_priority, one_of(*PRIORITIES), once=True),
    row("#type incident", set_type, one_of(*TYPES), once=True),
    row("#app orders", set_app, some(phrase("needs.app"))),
    row("#component printing", set_component, some(phrase("needs.name"))),
    row("#call customer@company.example 10 min, what was said", log_call, ADDRESS),
)
