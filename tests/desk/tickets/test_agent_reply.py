"""An engineer answers by mail: his words go to the customer, and nothing else does."""

import pytest

from gateway.desk.desk import Desk
from gateway.desk.outgoing.queue import hold
from gateway.desk.tickets.release_held import retry
from tests.support.desk import (
    Document,
    act,
    case,
    change,
    deliver,
    letter,
    moment,
    notes,
    open_case,
    outside,
    queue,
    reply,
    reply_address,
    sent,
    templates_of,
    waiting,
    write,
)
from tests.support.people import CORA, INES, NADIA, OTTO, PAUL, STRANGER

SECRET = "The vendor of the cache lost our data, do not tell Acorn"
LONG_SECRET = "Do not tell them that the quota of their contract ended in June, nobody has signed the new one yet."


@pytest.fixture
def number(desk: Desk) -> str:
    """An open ticket of Ines."""
    return open_case(desk)


def answer(desk: Desk, number: str, text: str = "Please restart it.", **parts: object) -> Document:
    """The engineer writes to the address of the ticket."""
    return write(desk, NADIA, text, **{"to": reply_address(desk, number), "subject": "Re: x", **parts})  # type: ignore[arg-type]  # parts of a letter


def test_the_words_of_an_engineer_go_to_the_customer_from_the_support_address(desk: Desk, number: str) -> None:
    document = answer(desk, number)
    mail = sent(document, "agent_public_reply")
    assert (document["decision"], mail["envelope_to"]) == ("note", [INES])
    assert mail["headers"]["From"] == "Nadia Berg via Example Software Support <support@vendor.example>"
    assert "Please restart it." in mail["text"]
    assert "Auto-Submitted" not in mail["headers"]
    assert NADIA not in str(mail["headers"])


def test_the_answer_continues_the_customers_thread(desk: Desk) -> None:
    opened = write(desk, INES, headers={"Message-ID": "<first@acorn.example>"})
    mail = sent(answer(desk, opened["ticket"]), "agent_public_reply")
    assert mail["headers"]["In-Reply-To"] == "<first@acorn.example>"
    assert mail["headers"]["Subject"].startswith(f"[{opened['ticket']}]")


def test_the_first_answer_stops_the_response_clock_and_waits_for_the_customer(desk: Desk, number: str) -> None:
    answer(desk, number, at="2026-03-02T11:00:00+01:00")
    answer(desk, number, "And again.", at="2026-03-02T12:00:00+01:00")
    ticket = case(desk, number)
    assert (ticket["state"], ticket["first_response_at"]) == ("pending", "2026-03-02T10:00:00Z")
    assert [note["author"] for note in ticket["notes"]] == [INES, NADIA, NADIA]


def test_an_acknowledgement_does_not_stop_the_response_clock(desk: Desk, number: str) -> None:
    assert case(desk, number)["first_response_at"] is None


def test_participants_of_the_customer_read_along_and_outsiders_do_not(desk: Desk) -> None:
    opened = write(desk, INES, cc=f"{PAUL}, {STRANGER}")
    mail = sent(answer(desk, opened["ticket"]), "agent_public_reply")
    assert mail["envelope_to"] == [INES, PAUL]


def test_people_whom_the_engineer_copies_are_not_mailed_by_us(desk: Desk, number: str) -> None:
    mail = sent(answer(desk, number, cc=STRANGER), "agent_public_reply")
    assert mail["envelope_to"] == [INES]


def test_the_manager_reads_along_while_the_ticket_is_escalated(desk: Desk, number: str) -> None:
    change(desk, number, escalated=True)
    assert sent(answer(desk, number), "agent_public_reply")["envelope_to"] == [INES, OTTO]


def test_what_the_engineer_quotes_stays_inside(desk: Desk, number: str) -> None:
    alert = sent(write(desk, INES, "Is it slow?", to=reply_address(desk, number)), "agent_reply_arrived")
    document = reply(desk, alert, NADIA, "Yes, we see it.", quote=True)
    text = sent(document, "agent_public_reply")["text"]
    assert ("Yes, we see it." in text, "Is it slow?" in text, "wrote:" in text) == (True, False, False)


def test_text_below_internal_stays_inside(desk: Desk, number: str) -> None:
    document = answer(desk, number, f"#internal\n{SECRET}")
    assert templates_of(document, "customer") == []
    assert (document["decision"], notes(desk, number, "internal")) == ("command", [SECRET])
    assert case(desk, number)["first_response_at"] is None


def test_r11_internal_words_are_held_back_and_their_author_is_told(desk: Desk, number: str) -> None:
    answer(desk, number, f"#internal\n{SECRET}")
    document = answer(desk, number, f"Hello Ines,\n{SECRET.upper()}.\nRegards")
    [held] = queue(desk, "held")
    assert "internal note" in str(held.reason)
    assert [one.template for one in outside(desk)] == ["ack_new_ticket"]
    assert sent(document, "agent_reply_held")["envelope_to"] == [NADIA]


def test_an_answer_that_was_held_leaves_without_the_internal_words(desk: Desk, number: str) -> None:
    good = "The nightly job fills the cache again, so please restart it before six in the morning."
    answer(desk, number, f"#internal\n{SECRET}")
    answer(desk, number, f"{good}\n{SECRET}")
    document = answer(desk, number, good)
    assert good in sent(document, "agent_public_reply")["text"]
    assert [one.template for one in outside(desk)] == ["ack_new_ticket", "agent_public_reply"]


def test_the_internal_words_are_held_every_time(desk: Desk, number: str) -> None:
    answer(desk, number, f"#internal\n{SECRET}")
    answer(desk, number, f"Hello,\n{SECRET}")
    answer(desk, number, f"Once more,\n{SECRET}")
    assert len(queue(desk, "held")) == 2


def test_a_part_of_internal_words_among_others_is_held_wherever_the_lines_break(desk: Desk, number: str) -> None:
    part = "\n".join(LONG_SECRET.split()[2:11])
    answer(desk, number, f"#internal\n{LONG_SECRET}")
    answer(desk, number, f"We would like to help, but {part} and so you wait.")
    assert len(queue(desk, "held")) == 1
    assert [one.template for one in outside(desk)] == ["ack_new_ticket"]


@pytest.mark.parametrize(
    "remark",
    [
        "# intern",
        "#  internal",
        "# interne Notiz:",
        "# interal",
        "[internal]",
        "INTERNAL:",
        "Nur intern:",
        ">#internal",
        "> > #internal",
        "*internal*",
        "<internal>",
        "!internal",
        "FYI internal only:",
        "NICHT AN KUNDEN:",
        "Not for the customer:",
    ],
)
def test_a_remark_that_says_it_is_internal_never_leaves(desk: Desk, number: str, remark: str) -> None:
    answer(desk, number, f"Hello Ines,\n{remark} they pay late.\nPlease restart it.")
    assert [one.template for one in outside(desk)] == ["ack_new_ticket"]


@pytest.mark.parametrize(
    "heading",
    [
        "# Steps",
        "Internal server error is what it says.",
        "# comment in a script",
        "/internal/api is the path.",
        "> Not for us.",
    ],
)
def test_headings_and_sentences_are_no_remark(desk: Desk, number: str, heading: str) -> None:
    assert templates_of(answer(desk, number, f"{heading}\nRestart it."), "customer") == ["agent_public_reply"]


def test_internal_in_the_subject_keeps_the_text_inside(desk: Desk, number: str) -> None:
    document = answer(desk, number, "They pay late.", subject=f"#internal Re: [{number}] Orders")
    assert (templates_of(document, "customer"), notes(desk, number, "internal")) == ([], ["They pay late."])


@pytest.mark.parametrize("name", ["remark.txt", "remark.eml"])
def test_internal_words_in_a_file_are_held_back(desk: Desk, number: str, name: str) -> None:
    answer(desk, number, f"#internal\n{SECRET}")
    mail = letter(NADIA, "See the file.", to=reply_address(desk, number))
    if name.endswith("eml"):
        mail.add_attachment(letter(NADIA, SECRET), filename=name)
    else:
        mail.add_attachment(SECRET, filename=name)
    deliver(desk, mail)
    assert len(queue(desk, "held")) == 1


def test_who_answers_a_mail_that_does_not_say_so_writes_nothing_to_the_customer(desk: Desk, number: str) -> None:
    shown = answer(desk, number, "#show")
    document = reply(desk, sent(shown, "case_by_mail"), NADIA, "Oh dear, those again.")
    assert templates_of(document, "customer") == []
    assert "Oh dear, those again." in notes(desk, number, "internal")


def test_words_of_our_people_to_the_escalation_address_are_not_the_customers_to_read(desk: Desk, number: str) -> None:
    text = f"Ticket number: {number}\nReason: Ines is furious.\nBusiness impact: the tills of 40 shops stand still."
    write(desk, CORA, text, to="escalation@vendor.example")
    answer(desk, number, "#status solved")
    assert not any("furious" in one.text for one in outside(desk))
    assert any("furious" in one for one in notes(desk, number, "internal"))


def test_a_held_answer_does_not_stop_the_response_clock(desk: Desk, number: str) -> None:
    answer(desk, number, f"#internal\n{SECRET}")
    answer(desk, number, SECRET)
    ticket = case(desk, number)
    assert (ticket["first_response_at"], ticket["state"]) == (None, "new")


def test_short_words_of_an_internal_note_hold_nothing_back(desk: Desk, number: str) -> None:
    answer(desk, number, "#internal\nRestart it")
    assert templates_of(answer(desk, number, "Restart it please."), "customer") == ["agent_public_reply"]


@pytest.mark.parametrize("proof", ["", "fail"])
def test_without_proof_nothing_goes_to_the_customer(desk: Desk, number: str, proof: str) -> None:
    document = answer(desk, number, proof=proof)
    assert (document["decision"], document["outgoing"]) == ("quarantine", [])
    assert len(waiting(desk)) == 1
    assert case(desk, number)["first_response_at"] is None


def test_a_proven_stranger_of_our_own_domain_is_a_stranger(desk: Desk, number: str) -> None:
    document = write(desk, "intern@vendor.example", "Hello customer", to=reply_address(desk, number))
    assert (document["decision"], templates_of(document, "customer")) == ("quarantine", [])


def test_an_empty_answer_is_kept_inside(desk: Desk, number: str) -> None:
    document = answer(desk, number, "")
    assert templates_of(document, "customer") == []


def test_an_answer_on_a_closed_ticket_opens_no_ticket_of_the_engineers(desk: Desk, number: str) -> None:
    change(desk, number, state="closed")
    document = answer(desk, number)
    assert document["decision"] in ("note", "follow_up")


def release(desk: Desk, at: str) -> None:
    [held] = queue(desk, "held")
    with desk.store.begin() as work:
        retry(act(desk, work, NADIA, moment(at)), held.id)


def test_a_held_answer_that_is_released_is_a_public_note_and_the_first_response(desk: Desk, number: str) -> None:
    answer(desk, number, f"#internal\n{SECRET}")
    answer(desk, number, f"Hello Ines,\n{SECRET}")
    release(desk, "2026-03-03T11:30:00+01:00")
    ticket = case(desk, number)
    assert (ticket["first_response_at"], ticket["state"]) == ("2026-03-03T10:30:00Z", "pending")
    assert notes(desk, number, "public")[-1] == f"Hello Ines,\n{SECRET}"
    assert [one.template for one in outside(desk)] == ["ack_new_ticket", "agent_public_reply"]


def test_the_state_that_was_set_with_a_held_answer_stays_when_it_is_released(desk: Desk, number: str) -> None:
    answer(desk, number, f"#internal\n{SECRET}")
    answer(desk, number, f"#status on_hold\nHello Ines,\n{SECRET}")
    assert case(desk, number)["state"] == "on_hold"
    release(desk, "2026-03-03T11:30:00+01:00")
    ticket = case(desk, number)
    assert (ticket["state"], ticket["first_response_at"]) == ("on_hold", "2026-03-03T10:30:00Z")


def test_an_answer_that_an_operator_held_for_a_while_is_no_second_note(desk: Desk, number: str) -> None:
    document = answer(desk, number, "Restart it please.")
    before = notes(desk, number)
    with desk.store.begin() as work:
        hold(work, int(sent(document, "agent_public_reply")["id"]))
    release(desk, "2026-03-03T11:30:00+01:00")
    assert notes(desk, number) == before


def test_an_answer_that_was_let_go_is_not_published_again(desk: Desk, number: str) -> None:
    answer(desk, number, f"#internal\n{SECRET}")
    answer(desk, number, f"Hello Ines,\n{SECRET}")
    release(desk, "2026-03-03T11:30:00+01:00")
    before = notes(desk, number, "public")
    [queued] = [one for one in queue(desk, "queued") if one.template == "agent_public_reply"]
    with desk.store.begin() as work:
        hold(work, queued.id)
    release(desk, "2026-03-03T11:40:00+01:00")
    assert notes(desk, number, "public") == before


def test_our_notification_quoted_without_any_mark_is_cut(desk: Desk, number: str) -> None:
    alert = sent(write(desk, INES, "Is it slow?", to=reply_address(desk, number)), "agent_reply_arrived")
    document = reply(desk, alert, NADIA, f"Yes, we see it.\n\n{alert['text']}")
    text = sent(document, "agent_public_reply")["text"]
    assert ("Yes, we see it." in text, "Your reply to this mail" in text, "#internal" in text) == (True, False, False)


def test_one_line_of_our_notification_holds_the_answer_back(desk: Desk, number: str) -> None:
    alert = sent(write(desk, INES, "Is it slow?", to=reply_address(desk, number)), "agent_reply_arrived")
    line = next(one for one in alert["text"].splitlines() if number in one)
    document = reply(desk, alert, NADIA, f"As we were told,\n{line}\nwe see it.")
    assert len(queue(desk, "held")) == 1
    text = sent(document, "agent_reply_held")["text"]
    assert ("internal mail" in text, "> we see it." in text) == (True, True)


def test_a_status_given_with_the_answer_is_the_state_in_the_end(desk: Desk, number: str) -> None:
    document = answer(desk, number, "#status on_hold\nWe wait for the vendor of the cache.")
    assert templates_of(document, "customer") == ["agent_public_reply"]
    ticket = case(desk, number)
    assert (ticket["state"], ticket["first_response_at"]) == ("on_hold", "2026-03-03T09:00:00Z")


def test_who_has_the_engineers_own_mail_is_not_written_to_twice(desk: Desk) -> None:
    number = open_case(desk)
    write(desk, PAUL, "I see it, too.", to=reply_address(desk, number))
    to = f"{INES}, {reply_address(desk, number)}"
    assert sent(answer(desk, number, to=to), "agent_public_reply")["envelope_to"] == [PAUL]
    document = answer(desk, number, "Better now?", to=f"{INES}, {PAUL}", cc=reply_address(desk, number))
    assert (document["decision"], templates_of(document, "customer")) == ("note", [])
    assert notes(desk, number, "public")[-1] == "Better now?"
    assert case(desk, number)["state"] == "pending"


def test_the_customers_reply_to_the_engineers_own_mail_is_a_note_on_the_ticket(desk: Desk, number: str) -> None:
    direct = {"Message-ID": "<direct-1@vendor.example>"}
    answer(desk, number, to=INES, cc=reply_address(desk, number), headers=direct)
    thread = {"In-Reply-To": "<direct-1@vendor.example>"}
    document = write(desk, INES, "Thank you, but it is slow.", subject="Re: hm", headers=thread)
    assert (document["decision"], document["ticket"]) == ("note", number)
