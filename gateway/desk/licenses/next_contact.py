"""A notice that reached nobody goes to the next contact of the customer."""

from datetime import datetime

from gateway.desk.desk import Desk
from gateway.desk.licenses.context import LicenseContext, Occasion, license_context, post_to_customer
from gateway.domain.licenses.renewal import Recipients
from gateway.domain.outgoing.entry import OutboxEntry
from gateway.store.store import UnitOfWork


def write_to_next(desk: Desk, work: UnitOfWork, notice: OutboxEntry, now: datetime) -> tuple[int, ...]:
    """Send a notice about a license again, to those who had not got it, when none of its readers can be reached.

    The ids of what was queued; nothing where nobody is left: the account team is
    told of the failure anyway.
    """
    license = work.directory.license(notice.subject_ref) if notice.subject_ref else None
    context = license_context(desk, work, license, now) if license and notice.audience == "customer" else None
    stage = _stage(desk, context, notice.template) if context else None
    if context is None or stage is None or context.vendor_renews:
        return ()
    had_it = {one.address.lower() for one in notice.recipients}
    next_ones = tuple(one for one in context.people.contacts or context.people.admins if one not in had_it)
    if not next_ones or had_it & {*context.people.contacts}:
        return ()
    occasion = Occasion(notice.template, stage, now)
    return post_to_customer(desk, work, context, occasion, Recipients(next_ones, (), customer=True))


def _stage(desk: Desk, context: LicenseContext, template: str) -> str | None:
    """The stage of the newest milestone with this template; None for a mail that no milestone sends."""
    milestones = desk.rules.data.renewal.milestones
    passed = [one for one in milestones if one.template == template and one.day(context.license) <= context.today]
    return passed[-1].stage if passed else None
