"""Who of the account team takes care of a customer's wish."""

from gateway.desk.act import Act
from gateway.desk.directory.people import duty, manager_of, region_of, staff_mailbox
from gateway.desk.redirects.places import Person
from gateway.desk.tickets.answers import tell
from gateway.domain.directory.entries import Organization
from gateway.domain.phrase import phrase
from gateway.domain.tickets.ticket import Ticket
from gateway.mail.message import Mailbox


def who_takes(act: Act, organization: Organization | None, person: Person) -> Mailbox | None:
    """The one whom the directory names, else one of the region with that role, else the region's manager."""
    if organization is None or person == "nobody":
        return None
    named = _named(organization, person)
    if named:
        return staff_mailbox(act.work, named)
    of_region = [
        one
        for one in act.work.directory.all_staff()
        if person in one.roles and organization.region and organization.region in one.regions
    ]
    if of_region:
        return Mailbox(of_region[0].name, of_region[0].email)
    return manager_of(act.work, region_of(act.work, organization), act.now)


def _named(organization: Organization, person: Person) -> str | None:
    return organization.csm if person == "csm" else organization.account_executive


def tell_account(act: Act, ticket: Ticket, organization: Organization | None, person: Person) -> Mailbox | None:
    """Tell them what the customer wants; the duty hears where the directory names nobody."""
    found = who_takes(act, organization, person)
    if organization is None or found is None:
        return None
    tell(act, "account_lead", (found,), ticket, organization=organization)
    if _named(organization, person) is None:
        missing = phrase("redirect.unassigned", organization=organization.name, role=phrase(f"role.{person}"))
        tell(act, "unassigned_account", duty(act.desk, act.work), ticket, missing, organization=organization)
    return found
