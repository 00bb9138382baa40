"""Who reads a mail."""

from gateway.demo.page.views import Reader
from gateway.demo.words import word
from gateway.store.store import UnitOfWork


def reader(work: UnitOfWork, address: str, duty: str | None) -> Reader:
    """Somebody by their address; `duty` is the address of the duty desk."""
    directory = work.directory
    staff, contact = directory.staff(address), directory.contact(address)
    if staff:
        return Reader(address, staff.name, word("role", staff.roles[0]), True)
    if contact:
        organization = directory.organization(contact.organization)
        whose = organization.name if organization else contact.organization
        back = "" if contact.bounce_state == "ok" else f", {word('role', 'returned')}"
        return Reader(address, contact.name, f"{whose}{back}", False)
    if duty and address.lower() == duty.lower():
        return Reader(address, "", word("role", "duty"), True)
    return Reader(address, "", word("role", "outside"), False)
