"""One letter that comes several times: each of our addresses delivered on its own, a list in front, a banner around."""

import itertools
from collections.abc import Sequence
from email.message import EmailMessage

import pytest

from gateway.desk.desk import Desk
from gateway.desk.inbound.accept import accept_one
from gateway.desk.inbound.receive import document, settle_until
from gateway.mail.envelope import Envelope, InboundMail
from tests.support.desk import (
    ESCALATION_FIELDS,
    TUESDAY,
    Document,
    deliver,
    escalation_of,
    letter,
    moment,
    notes,
    numbers,
    open_case,
    reply_address,
    running,
    sent,
    templates_of,
)
from tests.support.people import ESCALATION, INES, PAUL, STRANGER, SUPPORT

DATE = "Tue, 03 Mar 2026 09:58:00 +0100"
LATER = "2026-03-03T10:04:00+01:00"
NEXT_WEEK = "2026-03-10T10:00:00+01:00"
FOOTER = "\n\n________\nfloor-two mailing list\nhttps://lists.acorn.example/floor-two\n"


def to_both(desk: Desk, number: str | None = None, text: str = ESCALATION_FIELDS) -> EmailMessage:
    """A letter to support, or a ticket, with the escalation address in Cc."""
    to = reply_address(desk, number) if number else SUPPORT
    return letter(INES, text, to=to, cc=ESCALATION, subject="Tills stand still")


def take(desk: Desk, mail: EmailMessage, recipient: str, source: str) -> Document:
    """One delivery by one way."""
    envelope = Envelope(INES, (recipient,) if source != "imap" else (), moment(TUESDAY))
    content = f"Delivered-To: {recipient}\n".encode() + mail.as_bytes()
    mail_id = accept_one(desk, InboundMail(content, envelope), source)
    settle_until(desk, mail_id)
    with desk.store.read() as work:
        return document(work, mail_id)


WAYS = list(itertools.permutations(("smtp", "lmtp", "pipe"), 2))


@pytest.mark.parametrize("ways", WAYS, ids="-".join)
def test_a_ticket_is_opened_when_the_copy_for_the_escalation_address_comes_first(
    desk: Desk, ways: Sequence[str]
) -> None:
    mail = to_both(desk, text="Nobody can pay.")
    assert take(desk, mail, ESCALATION, ways[0])["decision"] == "no_ticket"
    second = take(desk, mail, SUPPORT, ways[1])
    assert (second["decision"], second["ticket"]) == ("no_ticket_at_request", "T-001001")
    assert take(desk, mail, SUPPORT, ways[0])["decision"] == "duplicate"
    assert numbers(desk) == ["T-001001"]


def test_a_mailbox_shows_both_addresses_at_once(desk: Desk) -> None:
    mail = to_both(desk, text="Nobody can pay.")
    assert take(desk, mail, ESCALATION, "imap")["decision"] == "no_ticket_at_request"
    assert take(desk, mail, SUPPORT, "imap")["decision"] == "duplicate"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_on_a_ticket_two_deliveries_escalate_as_one_does(desk: Desk, order: tuple[int, int]) -> None:
    number = open_case(desk)
    mail = to_both(desk, number, "Summary: it still stands\nBusiness impact: forty people wait\n")
    places = (reply_address(desk, number), ESCALATION)
    first, second = (deliver(desk, mail, recipients=[places[place]]) for place in order)
    accepted = next(one for one in (second, first) if one["decision"] == "accept")
    assert escalation_of(desk, accepted)["channel"] == "ticket"
    assert sum("it still stands" in one for one in notes(desk, number)) == 1
    third = [deliver(desk, mail, recipients=[place])["decision"] for place in places]
    assert third == ["duplicate", "duplicate"]
    assert len(running(desk)) == 1


def test_who_was_refused_is_not_refused_again_for_the_copy(desk: Desk) -> None:
    mail = to_both(desk, open_case(desk), "Please look at this.\n")
    first = deliver(desk, mail, recipients=[ESCALATION])
    assert first["decision"] == "incomplete"
    second = deliver(desk, mail, recipients=[SUPPORT])
    assert (second["decision"], second["outgoing"]) == ("duplicate", [])
    assert second["ticket"] == first["ticket"]


def from_the_list(text: str, subject: str) -> EmailMessage:
    return letter(INES, text, subject=subject, headers={"Message-ID": "<list-1@acorn.example>", "Date": DATE})


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("The scale shows grams.", "[EXT] Scale"),
        ("The scale shows grams." + FOOTER, "Scale"),
        ("This mail comes from outside. Take care.\n\nThe scale shows grams.", "Scale"),
        ("Take care: from outside.\n\nThe scale shows grams." + FOOTER, "[floor-two] Scale"),
        ("The scale shows grams.", "Scale [EXTERNAL]"),
        ("The scale shows grams.", "[EXT] [Suspected spam] Scale"),
        (
            "\n".join(f"Rule {n} of the house says to be careful." for n in range(30)) + "\n\nThe scale shows grams.",
            "Scale",
        ),
    ],
)
@pytest.mark.parametrize("banner_first", [False, True])
def test_a_letter_with_a_banner_around_it_is_the_same_letter(
    desk: Desk, text: str, subject: str, banner_first: bool
) -> None:
    plain, dressed = from_the_list("The scale shows grams.", "Scale"), from_the_list(text, subject)
    pair = (dressed, plain) if banner_first else (plain, dressed)
    first, second = deliver(desk, pair[0]), deliver(desk, pair[1], LATER)
    assert [first["decision"], second["decision"]] == ["new", "duplicate"]
    assert second["ticket"] == first["ticket"]
    assert second["outgoing"] == []


def test_two_copies_with_another_footer_each_are_the_same_letter(desk: Desk) -> None:
    other = FOOTER.replace("floor", "cellar") + "\nTo leave this mailing list write to leave@lists.acorn.example"
    assert other != FOOTER
    deliver(desk, from_the_list("The scale shows grams." + FOOTER, "Scale"))
    assert deliver(desk, from_the_list("The scale shows grams." + other, "Scale"), LATER)["decision"] == "duplicate"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Good morning,\nthe scale shows grams.\nInes", "Good morning,\nthe drawer is stuck.\nInes"),
        ("The scale shows grams.\nInes", "The drawer is stuck.\nInes"),
        ("Good morning,\nthe scale shows grams.", "Good morning,\nthe drawer is stuck."),
    ],
)
def test_letters_that_share_only_greeting_and_name_are_two(desk: Desk, first: str, second: str) -> None:
    deliver(desk, from_the_list(first, "Scale"))
    assert deliver(desk, from_the_list(second, "Scale"), LATER)["decision"] == "new"


def test_a_copy_that_brings_a_file_the_first_had_not_is_not_swallowed(desk: Desk) -> None:
    deliver(desk, from_the_list("The scale shows grams.", "Scale"))
    headers = {"Message-ID": "<list-1@acorn.example>", "Date": DATE}
    again = letter(INES, "The scale shows grams.", subject="Scale", headers=headers, files={"scale.log": b"grams"})
    assert deliver(desk, again, LATER)["decision"] == "new"


@pytest.mark.parametrize(
    ("again", "at"),
    [
        (from_the_list("The drawer does not open.", "Drawer"), LATER),
        (from_the_list("The scale shows grams." + FOOTER, "Scale"), "2026-03-03T10:40:00+01:00"),
        (letter(INES, "The drawer is stuck.", headers={"Message-ID": "<list-1@acorn.example>"}), NEXT_WEEK),
    ],
)
def test_another_letter_under_the_same_id_is_a_ticket_of_its_own(desk: Desk, again: EmailMessage, at: str) -> None:
    deliver(desk, from_the_list("The scale shows grams.", "Scale"))
    later = deliver(desk, again, at)
    assert (later["decision"], templates_of(later, "customer")) == ("new", ["ack_new_ticket"])
    assert len(numbers(desk)) == 2


def test_a_letter_of_somebody_else_is_never_a_copy(desk: Desk) -> None:
    deliver(desk, from_the_list("The scale shows grams.", "Scale"))
    headers = {"Message-ID": "<list-1@acorn.example>", "Date": DATE}
    for sender in (PAUL, STRANGER):
        mail = letter(sender, "The scale shows grams." + FOOTER, subject="Scale", headers=headers)
        assert deliver(desk, mail, LATER)["decision"] == "new"


def test_the_first_refusal_and_the_ticket_are_both_answered(desk: Desk) -> None:
    mail = to_both(desk, text="Nobody can pay.")
    deliver(desk, mail, recipients=[ESCALATION])
    opened = deliver(desk, mail, recipients=[SUPPORT])
    assert ESCALATION in sent(opened, "ack_new_ticket")["text"]
