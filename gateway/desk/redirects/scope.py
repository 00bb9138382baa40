"""Whose it is to help with a component where it runs: customers are sent there, or an engineer gets a draft."""

from gateway.desk.act import Act
from gateway.desk.directory.people import named, recipient_view, region_of, vendor_view
from gateway.desk.redirects.places import PLACES, Place
from gateway.desk.redirects.redirect import letter_of, solve
from gateway.desk.tickets.answers import EXCERPT, internal
from gateway.desk.tickets.ending import reopen_until
from gateway.desk.tickets.letter_views import ticket_view
from gateway.desk.tickets.owners import organization_of, owners
from gateway.desk.tickets.to_requester import requester_views, tell_requester
from gateway.domain.scope import Cell, ScopeAnswer
from gateway.domain.tickets.ticket import Ticket
from gateway.letters.letter import Letter
from gateway.letters.redirects import ScopeDraftLetter, ScopeLetter

OUT_OF_SCOPE = "out_of_scope"
BY = {"partner": PLACES["partner"], "external": PLACES["external"]}


def cell_of(act: Act, ticket: Ticket) -> Cell | None:
    """What the matrix says of a ticket's component where its app runs."""
    app = act.work.directory.app(ticket.app) if ticket.app else None
    return act.desk.rules.data.scope.cell(ticket.component, app.strategy if app else None)


def place_for(act: Act, ticket: Ticket, cell: Cell) -> Place | None:
    """Where to send the customer without a person of ours; nowhere where an engineer decides."""
    if cell.supported_by not in act.desk.rules.data.scope.automatic or ticket.priority == "critical":
        return None
    return BY.get(cell.supported_by)


def draft(act: Act, ticket: Ticket, cell: Cell) -> None:
    """Show our people what the requester can be told; one command sends it."""
    people = owners(act, ticket)
    if not people:
        return
    template, letter = _answer(act, ticket, cell)
    rendered = act.desk.templates.render(template, letter)
    organization = organization_of(act.work, ticket)
    shown = ScopeDraftLetter(
        vendor=vendor_view(act.desk, region_of(act.work, organization)),
        recipient=recipient_view(act.desk, act.work, people[0].address, people[0].name),
        ticket=ticket_view(act.work, ticket),
        sender=named(act.work, ticket.requester),
        component=cell.component,
        deployment=cell.strategy,
        supported_by=cell.supported_by,
        analysis=cell.analysis,
        draft=rendered.text,
        text=act.event.text[:EXCERPT],
    )
    internal(act, "scope_draft", shown, people, ticket)


def _answer(act: Act, ticket: Ticket, cell: Cell | None) -> tuple[str, Letter]:
    if cell and cell.supported_by in BY:
        place = BY[cell.supported_by]
        return place.template, letter_of(act, ticket, place)
    vendor, recipient = requester_views(act, ticket)
    view, until = ticket_view(act.work, ticket), reopen_until(act, ticket)
    component, strategy = (cell.component, cell.strategy) if cell else (ticket.component, None)
    template: ScopeAnswer = cell.answer if cell and cell.supported_by == "self" else "scope_out"
    return template, ScopeLetter(vendor, recipient, view, component, strategy, until)


def end_as_out_of_scope(act: Act, ticket: Ticket) -> tuple[Ticket, str]:
    """An engineer agrees: the requester is told, and the ticket is solved. The ticket, and the template that left."""
    cell = cell_of(act, ticket)
    code = BY[cell.supported_by].code if cell and cell.supported_by in BY else OUT_OF_SCOPE
    solved = solve(act, ticket, code, by_us=True)
    template, letter = _answer(act, solved, cell)
    tell_requester(act, template, letter, solved)
    return solved, template
