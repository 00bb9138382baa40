"""A renewal notice that comes back from every reader goes to the next contact of the customer at once."""

from pathlib import Path

import pytest
from license_desk import license_desk
from support_desk import deliver, moment
from support_reports import delivery_report

from gateway.desk.alert_failure import alert_failure
from gateway.desk.deadlines import tick
from gateway.desk.desk import Desk
from gateway.desk.handover import Failure
from gateway.store.store import Store

DAY = "2026-09-02T08:00:00+00:00"
TC1, TC2, ADMIN = (f"{name}@birch.example" for name in ("tc1", "tc2", "admin"))


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    """A desk whose first renewal notice has just left."""
    made = license_desk(store, tmp_path)
    tick(made, moment(DAY))
    return made


def notices(desk: Desk) -> list[list[str]]:
    """To whom renewal notices went."""
    with desk.store.read() as work:
        rows = [one for one in work.outbox.listing(None, None) if one["template"] == "license_renewal_notice"]
    return [[one["address"] for one in row["recipients"]] for row in rows]


def bounce(desk: Desk, place: int, who: str) -> None:
    with desk.store.read() as work:
        rows = [one for one in work.outbox.listing(None, None) if one["template"] == "license_renewal_notice"]
    report = delivery_report(rows[place], who, to=rows[place]["envelope_from"])
    deliver(desk, report, "2026-09-02T09:00:00+00:00", mail_from="")


def test_one_reader_who_has_it_is_enough(desk: Desk) -> None:
    bounce(desk, 0, TC1)
    assert notices(desk) == [[TC1, TC2]]


def test_when_all_are_gone_the_company_admin_gets_it(desk: Desk) -> None:
    bounce(desk, 0, TC1)
    bounce(desk, 0, TC2)
    assert notices(desk) == [[TC1, TC2], [ADMIN]]


def test_it_ends_when_nobody_is_left(desk: Desk) -> None:
    for place, who in ((0, TC1), (0, TC2), (1, ADMIN), (1, ADMIN)):
        bounce(desk, place, who)
    assert notices(desk) == [[TC1, TC2], [ADMIN]]


def test_an_address_that_the_next_host_does_not_know_is_gone_as_well(desk: Desk) -> None:
    with desk.store.begin() as work:
        [row] = [one for one in work.outbox.listing(None, None) if one["template"] == "license_renewal_notice"]
        failures = [Failure(one, "5.1.1", "550 5.1.1 no such user") for one in (TC1, TC2)]
        alert_failure(desk, work, row, failures, moment(DAY))
    assert notices(desk) == [[TC1, TC2], [ADMIN]]


def test_a_refusal_for_other_reasons_leaves_the_contact_as_it_is(desk: Desk) -> None:
    with desk.store.begin() as work:
        [row] = [one for one in work.outbox.listing(None, None) if one["template"] == "license_renewal_notice"]
        failures = [Failure(one, "5.7.1", "550 5.7.1 we do not like you") for one in (TC1, TC2)]
        alert_failure(desk, work, row, failures, moment(DAY))
    assert notices(desk) == [[TC1, TC2]]
