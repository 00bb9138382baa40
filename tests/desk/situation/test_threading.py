"""Which ticket a mail is about."""

import pytest
from sqlalchemy import text as statement

from gateway.desk.desk import Desk
from tests.support.desk import (
    ESCALATION_FIELDS,
    case,
    change,
    escalate,
    load,
    notes,
    numbers,
    open_case,
    reply,
    reply_address,
    sent,
    templates_of,
    waiting,
    write,
)
from tests.support.people import DIRECTORY, ESCALATION, INES, PAUL, ROSA, STRANGER


@pytest.fixture
def two(desk: Desk) -> tuple[str, str]:
    """Two open tickets of one customer."""
    return open_case(desk, subject="Till is slow"), open_case(desk, subject="Printer is loud")


def test_the_signed_reply_address_is_enough(desk: Desk, two: tuple[str, str]) -> None:
    document = write(desk, INES, "More news", to=reply_address(desk, two[1]), subject="something else")
    assert (document["decision"], document["ticket"]) == ("note", two[1])


def test_the_reply_address_survives_a_relay_that_changes_its_case(desk: Desk, two: tuple[str, str]) -> None:
    for spelled in (reply_address(desk, two[0]).lower(), reply_address(desk, two[0]).upper()):
        assert write(desk, INES, to=spelled, subject="x")["ticket"] == two[0]


def test_our_message_id_in_references_is_enough(desk: Desk) -> None:
    opened = write(desk, INES, subject="Till is slow")
    ours = sent(opened, "ack_new_ticket")["headers"]["Message-ID"]
    document = write(desk, INES, subject="more news", headers={"References": f"<a@acorn.example> {ours}"})
    assert (document["decision"], document["ticket"]) == ("note", opened["ticket"])


def test_the_customers_own_message_id_is_enough(desk: Desk) -> None:
    opened = write(desk, INES, headers={"Message-ID": "<first@acorn.example>"})
    document = write(desk, PAUL, subject="me too", headers={"In-Reply-To": "<first@acorn.example>"})
    assert (document["decision"], document["ticket"]) == ("note", opened["ticket"])


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Re: [{}] Till is slow", "x"),
        ("more", "Ticket number: {}"),
        ("more", "I write about {} again."),
        ("more", "New words\n\nOn Monday Vendor wrote:\n> Your ticket is {}.\n"),
    ],
)
def test_a_number_counts_in_subject_label_text_and_quote(desk: Desk, subject: str, text: str) -> None:
    number = open_case(desk)
    document = write(desk, INES, text.format(number), subject=subject.format(number))
    assert (document["decision"], document["ticket"]) == ("note", number)


@pytest.mark.parametrize(
    "spelled",
    [
        "T001001",
        "t-001001",
        "#T-001001",
        "T\u2011001001",
        "T\u2013001001",
        "(T-001001)",
        "https://portal.example/T-001001?x=1",
    ],
)
def test_numbers_are_read_as_people_write_them(desk: Desk, spelled: str) -> None:
    assert open_case(desk) == "T-001001"
    assert write(desk, INES, f"About {spelled}: it is faster now.")["ticket"] == "T-001001"


@pytest.mark.parametrize(
    "text", ["Ticket number: 001001", "Ticket: #001001", "my ticket 001001 is old", "Case no. 001001"]
)
def test_bare_digits_count_after_a_label_or_the_word_ticket(desk: Desk, text: str) -> None:
    open_case(desk)
    assert write(desk, INES, text)["ticket"] == "T-001001"


@pytest.mark.parametrize("text", ["Call 001001 please.", "Invoice 001001", "001001"])
def test_bare_digits_anywhere_else_are_just_digits(desk: Desk, text: str) -> None:
    open_case(desk)
    assert write(desk, INES, text)["decision"] == "new"


def test_the_token_wins_over_a_number_in_the_subject(desk: Desk, two: tuple[str, str]) -> None:
    document = write(desk, INES, to=reply_address(desk, two[0]), subject=f"[{two[1]}] mixed up")
    assert document["ticket"] == two[0]
    assert any(two[0] in text for text in notes(desk, two[1], "internal"))


def test_references_win_over_a_number_in_the_subject(desk: Desk, two: tuple[str, str]) -> None:
    answer = sent(write(desk, INES, subject="third"), "ack_new_ticket")
    document = reply(desk, answer, INES, "x", subject=f"Re: [{two[1]}]", to="support@vendor.example")
    assert document["ticket"] == "T-001003"


def test_the_subject_wins_over_the_text(desk: Desk, two: tuple[str, str]) -> None:
    assert write(desk, INES, f"Unlike {two[0]}.", subject=f"Re: [{two[1]}]")["ticket"] == two[1]


def test_new_words_win_over_the_quote(desk: Desk, two: tuple[str, str]) -> None:
    text = f"I mean {two[1]}.\n\nOn Monday Vendor wrote:\n> Your ticket is {two[0]}.\n"
    assert write(desk, INES, text)["ticket"] == two[1]


def test_a_number_in_a_quotation_by_the_writer_counts_only_when_there_is_no_other(
    desk: Desk, two: tuple[str, str]
) -> None:
    quotation = f"\n> We spoke about {two[0]} before.\n"
    named = escalate(desk, None, f"This is about {two[1]}.\n{ESCALATION_FIELDS}{quotation}")
    assert (named["decision"], named["ticket"]) == ("accept", two[1])
    only = escalate(desk, None, ESCALATION_FIELDS + quotation, at="2026-03-03T12:00:00+01:00")
    assert (only["decision"], only["ticket"]) == ("accept", two[0])


def test_a_wrong_signature_is_no_token(desk: Desk, two: tuple[str, str]) -> None:
    forged = reply_address(desk, two[0]).replace(two[0], two[1])
    assert write(desk, INES, to=forged, subject="a new thing")["decision"] == "new"


def test_below_a_wrong_signature_the_next_tier_decides(desk: Desk, two: tuple[str, str]) -> None:
    forged = reply_address(desk, two[0]).replace(two[0], two[1])
    assert write(desk, INES, to=forged, subject=f"Re: [{two[0]}]")["ticket"] == two[0]


def test_a_signature_for_bounces_opens_no_conversation(desk: Desk, two: tuple[str, str]) -> None:
    bounce = f"support+{desk.signer.sub_address('bounce', two[0])}@vendor.example"
    assert write(desk, INES, to=bounce, subject="x")["decision"] == "new"


def test_of_two_numbers_in_a_mail_to_support_the_oldest_open_one_gets_the_note(
    desk: Desk, two: tuple[str, str]
) -> None:
    document = write(desk, INES, subject=f"{two[1]} and {two[0]}")
    assert (document["decision"], document["ticket"]) == ("note", two[0])
    for number, other in (two, reversed(two)):
        assert any(other in text for text in notes(desk, number, "internal"))


def test_of_two_numbers_a_closed_one_does_not_get_the_note(desk: Desk, two: tuple[str, str]) -> None:
    change(desk, two[0], state="closed")
    assert write(desk, INES, subject=f"{two[0]} and {two[1]}")["ticket"] == two[1]


def test_a_label_decides_between_two_numbers_in_the_subject(desk: Desk, two: tuple[str, str]) -> None:
    text = f"Ticket number: {two[1]}\n\nIt got worse."
    assert write(desk, INES, text, subject=f"{two[0]} and {two[1]}")["ticket"] == two[1]


def test_one_number_written_twice_is_one_number(desk: Desk, two: tuple[str, str]) -> None:
    document = escalate(
        desk, None, f"Reason: slow\nBusiness impact: nobody can print here\n{two[0]}", subject=f"{two[0]} t001001"
    )
    assert document["decision"] == "accept"


def test_a_merged_ticket_leads_to_the_end_of_the_chain(desk: Desk, two: tuple[str, str]) -> None:
    third = open_case(desk, subject="Screen is dark")
    change(desk, two[0], state="merged", merged_into=2)
    change(desk, two[1], state="merged", merged_into=3)
    document = write(desk, INES, subject=f"Re: [{two[0]}]")
    assert (document["decision"], document["ticket"]) == ("note", third)
    assert case(desk, two[0])["state"] == "merged"


def test_two_numbers_that_were_merged_into_one_ticket_are_not_ambiguous(desk: Desk, two: tuple[str, str]) -> None:
    change(desk, two[0], state="merged", merged_into=2)
    text = f"{two[0]} and {two[1]}\nReason: slow\nBusiness impact: nobody can print here"
    document = write(desk, INES, text, to=ESCALATION)
    assert (document["decision"], document["ticket"]) == ("accept", two[1])


def test_a_colleague_takes_part_and_another_customer_does_not(desk: Desk) -> None:
    number = open_case(desk)
    assert write(desk, PAUL, subject=f"Re: [{number}]")["decision"] == "note"
    assert write(desk, ROSA, subject=f"Re: [{number}]")["ticket"] != number


def test_somebody_in_copy_from_outside_takes_no_part(desk: Desk) -> None:
    opened = write(desk, INES, cc=STRANGER)
    document = write(desk, STRANGER, to=reply_address(desk, opened["ticket"]))
    assert (document["decision"], [one.cause for one in waiting(desk)]) == ("quarantine", ["stranger"])


def test_a_partner_takes_part_in_the_tickets_of_those_he_acts_for(desk: Desk) -> None:
    number = open_case(desk)
    load(desk, DIRECTORY.replace('code = "birch"', 'code = "birch"\npartner_of = ["acorn"]'))
    assert write(desk, ROSA, subject=f"Re: [{number}]")["ticket"] == number


def test_a_number_that_nobody_has_opens_a_ticket_and_says_so(desk: Desk) -> None:
    document = write(desk, INES, subject="Re: [T-777777]")
    assert (document["decision"], document["ticket"]) == ("new", "T-001001")
    assert "T-777777" in sent(document, "ticket_not_found")["text"]


def test_huge_numbers_and_many_numbers_are_harmless(desk: Desk) -> None:
    many = " ".join(f"T-{one:06d}" for one in range(100_000, 100_400))
    assert write(desk, INES, f"T-999999999999 T-000001 {many}")["decision"] == "new"
    assert numbers(desk) == ["T-001001"]


def test_a_number_in_a_comment_of_html_is_not_seen(desk: Desk) -> None:
    number = open_case(desk)
    assert write(desk, INES, html=f"<p>Hello<!-- {number} --></p>")["decision"] == "new"


PHONES = ["T-555014  F-555015", "Tel. T-555014", "T-020555 01 42", "Fax: T-555014 / M-555016"]


@pytest.mark.parametrize("text", [*PHONES, "my old ticket 004711", "Part t900001", "Your link: case 700001"])
def test_what_may_be_no_number_of_ours_is_ignored_where_nobody_has_it(desk: Desk, text: str) -> None:
    document = write(desk, INES, f"The drawer is stuck. {text}")
    assert (document["decision"], templates_of(document, "customer")) == ("new", ["ack_new_ticket"])
    escalated = escalate(desk, None, f"It is still stuck. {text}\n{ESCALATION_FIELDS}")
    assert escalated["decision"] == "no_ticket"


@pytest.mark.parametrize(
    "subject",
    [
        "[Ticket#2026030212000456] Drawer",
        "Case 00771234: drawer",
        "Drawer model T900001",
        "RE: [Case 900001] drawer",
        "T-12345678 drawer",
        "[Ticket#001001] drawer",
    ],
)
def test_numbers_of_other_systems_open_an_ordinary_ticket(desk: Desk, subject: str) -> None:
    open_case(desk)
    document = write(desk, INES, subject=subject)
    assert (document["decision"], templates_of(document, "customer")) == ("new", ["ack_new_ticket"])


@pytest.mark.parametrize(
    "beside", ["Our own ticket 5512309.", "SAP case 00981234", "(T-900001 is the part)", "T900001"]
)
def test_a_number_of_ours_decides_beside_those_of_others(desk: Desk, beside: str) -> None:
    number = open_case(desk)
    document = escalate(desk, None, f"{beside} It is about {number}.\n{ESCALATION_FIELDS}")
    assert (document["decision"], document["ticket"]) == ("accept", number)


def test_numbers_in_a_signature_are_not_ours(desk: Desk) -> None:
    number = open_case(desk)
    assert write(desk, INES, f"A new thing.\n\n-- \nInes Vogel\n{number}")["decision"] == "new"
    document = escalate(desk, None, f"{ESCALATION_FIELDS}\n-- \nInes Vogel\nAcorn\nT-555014")
    assert document["decision"] == "no_ticket"


def test_as_many_digits_count_as_the_newest_number_has(desk: Desk) -> None:
    open_case(desk)
    text = "About T-1000123, please."
    assert templates_of(write(desk, INES, text), "customer") == ["ack_new_ticket"]
    with desk.store.begin() as work:
        work.connection.execute(statement("UPDATE ticket SET id = 998999 WHERE id = 2"))
        if not desk.store.url.startswith("sqlite"):  # SQLite counts on from the largest by itself
            work.connection.execute(statement("SELECT setval(pg_get_serial_sequence('ticket', 'id'), 998999)"))
    assert numbers(desk)[-1] == "T-999999"
    assert templates_of(write(desk, INES, text), "customer") == ["ack_new_ticket", "ticket_not_found"]
    assert write(desk, INES, "About T-1000000, please.", subject="x")["ticket"] == "T-1000000"


def link(text: str) -> str:
    return f"It is about {text}\n{ESCALATION_FIELDS}"


@pytest.mark.parametrize(
    "url",
    [
        "https://eur05.safelinks.protection.outlook.com/ap/w-59584e83/?url=https%3A%2F%2Fdesk.vendor.example%2F{}%3Fa%3D1&data=05%7CT-900001%7C&reserved=0",
        "https://urldefense.proofpoint.com/v2/url?u=https-3A__desk.vendor.example_t_{v2}&d=DwMF&c=T-900001&e=",
        "https://urldefense.com/v3/__https://desk.vendor.example/t/{}*all__;Iw!!abc$",
        "https://desk.vendor.example/t?number=%54%2D{digits}",
    ],
)
def test_a_number_in_a_link_that_a_filter_rewrote_is_found(desk: Desk, url: str) -> None:
    number = open_case(desk)
    written = url.format(number, v2=number.replace("-", "-2D"), digits=number[2:])
    assert escalate(desk, None, link(written))["decision"] == "accept"
