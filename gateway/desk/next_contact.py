"""A notice that reached nobody goes to the next contact of the customer."""

from collections.abc import Mapping
from datetime import datetime

from gateway.desk.desk import Desk
from gateway.desk.handover import recipients_of
from gateway.desk.holdings import Holding, Occasion, holding_of, post_to_customer
from gateway.domain.renewal import Recipients
from gateway.store.store import Work


def write_to_next(desk: Desk, work: Work, row: Mapping[str, object], now: datetime) -> tuple[int, ...]:
    """Send a notice about a license again, to those who had not got it, when none of its readers can be reached.

    `row` is the notice in the outbox. The ids of what was queued; nothing where nobody is left: the account team is
    told of the failure anyway.
    """
    license = work.directory.license(str(row["subject_ref"])) if row["subject_ref"] else None
    holding = holding_of(desk, work, license, now) if license and row["audience"] == "customer" else None
    stage = _stage(desk, holding, str(row["template"])) if holding else None
    if holding is None or stage is None or holding.vendor_renews:
        return ()
    had_it = {str(one["address"]).lower() for one in recipients_of(row)}
    next_ones = tuple(one for one in holding.people.contacts or holding.people.admins if one not in had_it)
    if not next_ones or had_it & {*holding.people.contacts}:
        return ()
    occasion = Occasion(str(row["template"]), stage, now)
    return post_to_customer(desk, work, holding, occasion, Recipients(next_ones, (), customer=True))


def _stage(desk: Desk, holding: Holding, template: str) -> str | None:
    """The stage of the newest milestone with this template; None for a mail that no milestone sends."""
    milestones = desk.rules.data.renewal.milestones
    passed = [one for one in milestones if one.template == template and one.day(holding.license) <= holding.today]
    return passed[-1].stage if passed else None
