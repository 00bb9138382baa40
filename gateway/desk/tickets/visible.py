"""Which tickets a customer may see: their own, and those of apps on which they have rights.

See docs/domain.md, "Customers' one word".
"""

from typing import Final

from gateway.desk.act import Act
from gateway.domain.directory.entries import App, Organization
from gateway.domain.tickets.states import ALIVE
from gateway.domain.tickets.ticket import Ticket

MAX_READ: Final = 100  # the newest tickets of a person, and of each organization, among which open ones are looked for
MAX_SUBJECT: Final = 60  # characters of a line in a list


def open_tickets(act: Act, organization: Organization) -> list[Ticket]:
    """What a contact asked for, where they take part, and the tickets of apps they have rights on.

    Of their organization, and of the customers of a partner.
    """
    address, store, codes = act.actor.address.lower(), act.work.tickets, _codes(organization)
    rights = {app.code: app.organization for app in _apps(act, codes) if address in _people_of(app)}
    found = store.newest_of_requester(address, MAX_READ) + store.newest_of_participant(address, MAX_READ)
    for code in sorted(set(rights.values())):
        found += [one for one in store.newest_of_organization(code, MAX_READ) if one.app in rights]
    allowed = {*codes, None}
    return list({one.id: one for one in found if one.state in ALIVE and one.organization in allowed}.values())


def may_see(act: Act, ticket: Ticket) -> bool:
    """May who acts be told how a ticket stands? That they are of the same company is not enough."""
    address = act.actor.address.lower()
    if ticket.requester == address or act.work.tickets.tickets_of_participant(address, [ticket.id]):
        return True
    if not ticket.app or not ticket.organization or not act.work.directory.contact(address):
        return False
    apps = act.work.directory.apps(ticket.organization)
    return any(one.code == ticket.app and address in _people_of(one) for one in apps)


def app_names(act: Act, organization: Organization) -> dict[str, str]:
    """What the apps of a customer, and of those of a partner, are called, by code."""
    return {app.code: app.name for app in _apps(act, _codes(organization))}


def short(subject: str) -> str:
    """A subject as a line of a list holds it."""
    return subject if len(subject) <= MAX_SUBJECT else f"{subject[: MAX_SUBJECT - 1]}…"


def _codes(organization: Organization) -> tuple[str, ...]:
    return (organization.code, *organization.partner_of)


def _apps(act: Act, codes: tuple[str, ...]) -> list[App]:
    return [app for code in codes for app in act.work.directory.apps(code)]


def _people_of(app: App) -> set[str]:
    return {address.lower() for address in (*app.technical_contacts, *app.members)}
