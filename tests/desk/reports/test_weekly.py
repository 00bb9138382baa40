"""The weekly report by mail: who gets it, when, and what it looks like."""

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from gateway.config import Config
from gateway.desk.delivery.content import composer_of
from gateway.desk.desk import Desk
from gateway.desk.timers.tick import tick
from gateway.domain.outgoing.entry import OutboxEntry
from gateway.store.store import Store
from tests.desk.reports.test_report import one_week
from tests.support.desk import build_desk, do_not_sync, moment, queue
from tests.support.people import DIRECTORY, NADIA, OTTO
from tests.support.query_plans import Plans

MONDAY = moment("2026-03-09T07:00:00+01:00")
PEOPLE = DIRECTORY.replace('roles = ["engineer"]', 'roles = ["engineer", "head_of_support"]')


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    """A desk that reports every week, with a head of support and a regional manager."""
    do_not_sync(store)
    return build_desk(store, tmp_path, PEOPLE, reports={"weekly": True})


def reports(desk: Desk) -> list[OutboxEntry]:
    return [one for one in queue(desk) if one.template == "weekly_report"]


def fired(desk: Desk, days: float) -> list[str]:
    return [one.subject for one in tick(desk, MONDAY + timedelta(days=days)).fired if one.kind == "weekly_report"]


def test_on_monday_a_manager_and_a_head_of_support_read_their_week_once(desk: Desk) -> None:
    one_week(desk)
    assert fired(desk, -0.01) == []
    assert fired(desk, 0) == [NADIA, OTTO]
    assert fired(desk, 1) == []
    everywhere, region = reports(desk)
    assert (everywhere.subject, region.subject) == (
        "Support week of 2 March 2026",
        "Support week of 2 March 2026, emea",
    )
    assert "First response: 1 in time, 1 late, 1 late and still open (33 % in time)" in region.text
    assert "- 2 March 2026: 33, 33" in region.text
    assert "- 12 January 2026: -, -" in region.text


def test_after_a_standstill_only_the_newest_week_is_told(desk: Desk) -> None:
    plans = Plans(desk.store)
    assert fired(desk, 0) == fired(desk, 24) == [NADIA, OTTO]
    assert plans.scans() == []
    assert [one.subject for one in reports(desk)][-1] == "Support week of 23 March 2026, emea"


def test_the_picture_stands_in_the_mail_with_what_it_shows(desk: Desk) -> None:
    one_week(desk)
    fired(desk, 0)
    entry = reports(desk)[0]
    first, again = (composer_of(desk, entry)(entry.headers) for _ in range(2))
    assert first == again
    mail = message_from_bytes(first, policy=default)
    picture = next(one for one in mail.walk() if one.get_content_type() == "image/png")
    page = next(one for one in mail.walk() if one.get_content_type() == "text/html").get_content()
    assert picture.get_content().startswith(b"\x89PNG\r\n")
    assert f'src="cid:{str(picture["Content-ID"]).strip("<>")}" alt="Targets met' in page
    assert "33, 33" in page


def test_nobody_gets_a_report_who_did_not_ask_for_one(desk: Desk) -> None:
    config: Config = desk.config.model_copy(
        update={"reports": desk.config.reports.model_copy(update={"weekly": False})}
    )
    assert fired(replace(desk, config=config), 0) == []
