"""A renewal notice that comes back from every reader goes to the next contact of the customer at once."""

import pytest

from gateway.desk.delivery.failure_alerts import alert_failure
from gateway.desk.desk import Desk
from gateway.desk.documents.outgoing import outgoing_document
from gateway.desk.outgoing.delivery_result import Failure
from gateway.desk.timers.tick import tick
from tests.support.desk import deliver, moment
from tests.support.people import ADA, TINA, TOM
from tests.support.reports import delivery_report

DAY = "2026-09-02T08:00:00+00:00"


@pytest.fixture(autouse=True)
def noticed(desk: Desk) -> None:
    """A desk whose first renewal notice has just left."""
    tick(desk, moment(DAY))


def notices(desk: Desk) -> list[list[str]]:
    """To whom renewal notices went."""
    with desk.store.read() as work:
        rows = [one for one in work.outbox.listing(None, None) if one.template == "license_renewal_notice"]
    return [[one.address for one in row.recipients] for row in rows]


def bounce(desk: Desk, place: int, who: str) -> None:
    with desk.store.read() as work:
        rows = [one for one in work.outbox.listing(None, None) if one.template == "license_renewal_notice"]
    report = delivery_report(outgoing_document(rows[place]), who, to=rows[place].envelope_from)
    deliver(desk, report, "2026-09-02T09:00:00+00:00", mail_from="")


def test_one_reader_who_has_it_is_enough(desk: Desk) -> None:
    bounce(desk, 0, TINA)
    assert notices(desk) == [[TINA, TOM]]


def test_when_all_are_gone_the_company_admin_gets_it(desk: Desk) -> None:
    bounce(desk, 0, TINA)
    bounce(desk, 0, TOM)
    assert notices(desk) == [[TINA, TOM], [ADA]]


def test_it_ends_when_nobody_is_left(desk: Desk) -> None:
    for place, who in ((0, TINA), (0, TOM), (1, ADA), (1, ADA)):
        bounce(desk, place, who)
    assert notices(desk) == [[TINA, TOM], [ADA]]


def test_an_address_that_the_next_host_does_not_know_is_gone_as_well(desk: Desk) -> None:
    with desk.store.begin() as work:
        [row] = [one for one in work.outbox.listing(None, None) if one.template == "license_renewal_notice"]
        failures = [Failure(one, "5.1.1", "550 5.1.1 no such user") for one in (TINA, TOM)]
        alert_failure(desk, work, row, failures, moment(DAY))
    assert notices(desk) == [[TINA, TOM], [ADA]]


def test_a_refusal_for_other_reasons_leaves_the_contact_as_it_is(desk: Desk) -> None:
    with desk.store.begin() as work:
        [row] = [one for one in work.outbox.listing(None, None) if one.template == "license_renewal_notice"]
        failures = [Failure(one, "5.7.1", "550 5.7.1 we do not like you") for one in (TINA, TOM)]
        alert_failure(desk, work, row, failures, moment(DAY))
    assert notices(desk) == [[TINA, TOM]]
