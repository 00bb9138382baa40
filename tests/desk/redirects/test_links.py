"""Where people find more: links in what we write to them."""

from pathlib import Path

import pytest

from gateway.desk.desk import Desk
from gateway.store.store import Store
from tests.support.desk import build_desk, do_not_sync, reply, sent, write
from tests.support.people import INES, NADIA

DOCS, PARTNERS = "https://docs.vendor.example", "https://partners.vendor.example"


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    """The desk of Example Software, which has links and a training address."""
    do_not_sync(store)
    addresses = {"training": ["academy@vendor.example"]}
    return build_desk(store, tmp_path, links={"docs": DOCS, "partners": PARTNERS}, addresses=addresses)


def test_r08_r27_who_asks_reads_where_else_to_look_and_is_served_all_the_same(desk: Desk) -> None:
    asked = write(desk, INES, "It crashes since Monday.", subject="Our own code in Till")
    assert DOCS in sent(asked, "ack_new_ticket")["text"]
    assert sent(asked, "agent_new_ticket")["envelope_to"] == [NADIA]
    told = reply(desk, sent(asked, "scope_draft"), NADIA, "#scope out")
    assert PARTNERS in sent(told, "scope_out")["text"]


def test_r28_courses_for_the_customers_own_support_are_the_training_teams(desk: Desk) -> None:
    asked = write(desk, INES, "Are there training courses for our support team?", subject="Training courses")
    assert (asked["decision"], asked["ticket"]) == ("redirect", None)
    assert "academy@vendor.example" in sent(asked, "redirect_training")["text"]
