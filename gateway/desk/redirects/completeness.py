"""What a new ticket lacks is asked for, once, with the reasons."""

from gateway.desk.act import Act
from gateway.desk.redirects.scope import cell_of
from gateway.desk.tickets.answers import answer, sender_views
from gateway.desk.tickets.letter_views import ticket_view
from gateway.desk.tickets.ticket_state import change_state
from gateway.domain.fields import read_fields
from gateway.domain.free_text import free_text
from gateway.domain.phrase import phrase
from gateway.domain.required_info import ItemName, Told
from gateway.domain.tickets.requests import NewTicket
from gateway.domain.tickets.ticket import Ticket
from gateway.letters.redirects import MissingInfoLetter, MissingItem

REQUEST = "request_missing_info"


def ask_for_missing(act: Act, new: NewTicket, ticket: Ticket) -> Ticket:
    """Ask the requester, who is acknowledged already: the ticket waits for them, the response clock goes on."""
    required, told = act.desk.rules.data.required_info, _told(act, new, ticket)
    missing = required.missing(told)
    if not missing:
        return ticket
    cell = cell_of(act, ticket)
    vendor, recipient = sender_views(act)
    letter = MissingInfoLetter(
        vendor=vendor,
        recipient=recipient,
        ticket=ticket_view(act.work, ticket),
        missing=tuple(_item(act, one, recipient.language) for one in missing),
        component=cell.component if cell else None,
        deployment=cell.strategy if cell else None,
        analysis=cell.analysis if cell else None,
        file_missing=required.lacks_file(told),
    )
    if answer(act, REQUEST, letter, ticket).suppressed:
        return ticket  # who was not asked is not waited for
    return change_state(act, ticket, "status_pending")


def _item(act: Act, name: ItemName, language: str) -> MissingItem:
    say = act.desk.templates.say
    return MissingItem(say(phrase(f"item.{name}"), language), say(phrase(f"item_why.{name}"), language))


def _told(act: Act, new: NewTicket, ticket: Ticket) -> Told:
    apps = act.work.directory.apps(ticket.organization) if ticket.organization else ()
    app = next((one for one in apps if one.code == ticket.app), None)
    known = {
        "app": app is not None,
        "component": ticket.component in act.desk.rules.data.scope.components,
        "environment": bool(ticket.environment) or (app is not None and len(app.environments) == 1),
        "version": app is not None and app.version is not None,
    }
    words = new.contribution.words
    names: tuple[ItemName, ...] = ("app", "component", "environment", "version")
    return Told(
        type=ticket.type,
        strategies=frozenset([app.strategy] if app else [one.strategy for one in apps]),
        component=ticket.component,
        known=frozenset(one for one in names if known[one]),
        text=free_text(f"{new.subject}\n{words.text}"),
        files=tuple(one.name for one in words.attachments if not one.decoration),
        unknown_app=app is None and bool(read_fields(words.text, act.desk.rules.data.labels).get("app", "").strip()),
    )
