from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from gateway.desk.desk import Desk
from gateway.desk.timer import BATCH
from gateway.domain.escalations.escalation import EscalationDraft
from gateway.domain.tickets.ticket import UNNUMBERED
from tests.support.desk import load, moment, queue
from tests.support.licenses import change_license, run, ticked
from tests.support.people import DIRECTORY, TINA

NOW = "2026-03-20T08:00"


def keep_draft(desk: Desk, ticket: int | None, days: int) -> None:
    with desk.store.begin() as work:
        draft = EscalationDraft(
            id=UNNUMBERED,
            ticket_id=ticket,
            sender=TINA,
            channel="email",
            fields={},
            rejection="<r@vendor.example>",
            code="incomplete",
            expires=moment(NOW) + timedelta(days=days),
        )
        work.escalations.keep_draft(draft)


def test_a_draft_that_nobody_completed_expires_once(desk: Desk) -> None:
    keep_draft(desk, 1, days=0)
    keep_draft(desk, None, days=0)
    keep_draft(desk, 2, days=1)
    assert sorted(ticked(desk, NOW)) == [
        ("draft_expired", "T-001001", None),
        ("draft_expired", TINA, None),
    ]
    assert ticked(desk, NOW) == []


def test_a_quiet_tick_says_when_it_was_and_nothing_else(desk: Desk) -> None:
    result = run(desk, NOW)
    assert (result.at, result.fired, result.outgoing) == (moment(NOW), (), ())


def test_more_licenses_than_one_transaction_takes_are_all_served_in_one_tick(desk: Desk) -> None:
    entry = '[[license]]\nnumber = "L-{}"\napp = "depot"\nstarts = 2025-12-01\nexpires = 2026-12-01\n'
    load(desk, DIRECTORY + "".join(entry.format(number) for number in range(BATCH + 5)))
    fired = [one for one in ticked(desk, "2026-09-02T08:00") if one[0] == "renewal"]
    assert len(fired) == BATCH + 6
    assert len(queue(desk)) == BATCH + 6
    assert ticked(desk, "2026-09-02T08:01") == []


def test_a_license_of_an_unknown_application_does_not_stop_the_others(desk: Desk) -> None:
    change_license(desk, "LIC-10", app="gone")
    assert ("renewal", "LIC-77", -90) in ticked(desk, "2026-09-02T08:00")


def test_two_ticks_at_once_send_everything_once(desk: Desk) -> None:
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda _: run(desk, "2026-09-02T08:00"), range(2)))
    assert sum(len(result.outgoing) for result in results) == 1
    assert len(queue(desk)) == 1
