"""Optional mail carries a link that ends it; all other mail carries none and always leaves."""

from pathlib import Path

import pytest

from gateway.adapters.clock import FixedClock
from gateway.desk.desk import Desk
from gateway.desk.directory.people import recipient_view, vendor_view
from gateway.desk.outgoing.enqueue import enqueue
from gateway.desk.outgoing.mail import OutgoingMail
from gateway.desk.outgoing.unsubscribe import PATH, Subscriptions
from gateway.domain.outgoing.entry import OutboxEntry
from gateway.domain.outgoing.subscription import Subscription, read_reference
from gateway.letters.tickets import NumberLetter
from gateway.mail.message import Mailbox
from gateway.store.store import Store
from tests.support.desk import build_desk, do_not_sync, load, moment, queue, sent, write
from tests.support.people import DIRECTORY, INES, PAUL

NOW = moment("2026-03-03T10:00:00+01:00")
PAGES = "https://desk.vendor.example"


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    """A desk whose pages can be reached."""
    do_not_sync(store)
    return build_desk(store, tmp_path, http={"public_url": PAGES + "/"})


def send_news(desk: Desk, address: str, topic: str | None = "outages") -> OutboxEntry:
    """Optional mail about a topic, or mail that is not optional."""
    with desk.store.begin() as work:
        letter = NumberLetter(vendor_view(desk, None), recipient_view(desk, work, address), "O-0001")
        order = OutgoingMail(
            "ticket_not_found", letter, "customer", (Mailbox("", address),), NOW, "notice", topic=topic
        )
        posted = enqueue(desk, work, order)
        return work.outbox.show(posted.id)


def subscriptions(desk: Desk) -> Subscriptions:
    return Subscriptions(desk.store, desk.signer, FixedClock(NOW), desk.templates)


def token_of(mail: OutboxEntry) -> str:
    link = str(mail.headers["List-Unsubscribe"])
    assert link.startswith(f"<{PAGES}{PATH}")
    return link.rpartition("/")[2].rstrip(">")


def test_optional_mail_has_a_link_for_one_click(desk: Desk) -> None:
    mail = send_news(desk, INES)
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert subscriptions(desk).find(token_of(mail)) == Subscription("outages", INES)


def test_all_other_mail_has_none(desk: Desk) -> None:
    assert "List-Unsubscribe" not in send_news(desk, INES, topic=None).headers
    assert "List-Unsubscribe" not in sent(write(desk, INES), "ack_new_ticket")["headers"]


def test_without_a_public_address_there_is_no_link(store: Store, tmp_path: Path) -> None:
    assert "List-Unsubscribe" not in send_news(build_desk(store, tmp_path), INES).headers


def test_who_ended_it_gets_no_more_of_it_and_the_queue_says_why(desk: Desk) -> None:
    subscriptions(desk).stop(Subscription("outages", INES))
    mail = send_news(desk, INES)
    assert (mail.state, mail.reason) == ("suppressed", f"{INES} gets no optional mail (link, 2026-03-03)")
    assert send_news(desk, PAUL).state == "queued"
    assert send_news(desk, INES, "maintenance").state == "queued"
    assert send_news(desk, INES, topic=None).state == "queued"


def test_who_complained_gets_nothing_optional_at_all(desk: Desk) -> None:
    with desk.store.begin() as work:
        work.opt_outs.add(INES.upper(), "*", NOW, "complaint", "called spam")
    assert [send_news(desk, INES, topic).state for topic in ("outages", "maintenance", None)] == [
        "suppressed",
        "suppressed",
        "queued",
    ]
    assert len(queue(desk, "suppressed")) == 2


def test_a_link_survives_lower_case_and_belongs_to_one_reader(desk: Desk) -> None:
    token = token_of(send_news(desk, INES))
    pages = subscriptions(desk)
    assert pages.find(token.lower()) == pages.find(token.upper()) == Subscription("outages", INES)
    reference, _, signature = token.rpartition(".")
    for forged in (
        f"{Subscription('outages', PAUL).reference}.{signature}",
        f"{Subscription('maintenance', INES).reference}.{signature}",
        f"{reference}.{signature[:-1]}",
        desk.signer.sub_address("reply", reference),
        reference,
        "",
        ".",
        "\u212a.x",
    ):
        assert pages.find(forged) is None


@pytest.mark.parametrize("reference", ["", "A", "????", "MFRGG", "8" * 8, "A" * 5000, "äöü"])
def test_what_is_no_reference_is_none(reference: str) -> None:
    assert read_reference(reference) is None


def test_the_page_is_in_the_language_of_the_contact_else_in_ours(desk: Desk) -> None:
    load(desk, DIRECTORY.replace('name = "Acorn"\n', 'name = "Acorn"\nlanguage = "de"\n'))
    pages = subscriptions(desk)
    assert pages.language(Subscription("outages", INES)) == "de"
    assert pages.language(Subscription("outages", "nobody@elsewhere.example")) == pages.language(None) == "en"
