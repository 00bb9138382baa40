"""Coming to read somebody's case, over SMTP: without proof, by a crowd in Cc, by one mail that a person let in."""

import pytest

from tests.support.desk import reply_address
from tests.support.people import INES, NADIA, PAUL, STRANGER
from tests.support.running_desk import ELSEWHERE, RunningDesk, templates, the

KNOWN = "<known.to.many@acorn.example>"
ANSWERS_IT = {"In-Reply-To": KNOWN, "References": KNOWN}


def at(running: RunningDesk, number: str) -> str:
    """The address that answers about a ticket come to."""
    return reply_address(running.desk, number)


def readers(running: RunningDesk, number: str) -> list[str]:
    """To whom the next answer of an engineer goes."""
    left = running.after(NADIA, "Please try again.", to=at(running, number))
    return sorted(person for one in left if one.template == "agent_public_reply" for person in one.to)


def test_a_mail_without_proof_at_a_customers_own_message_id_adds_no_reader(running: RunningDesk) -> None:
    number = running.open_case(INES, headers={"Message-ID": KNOWN})
    for mail in range(3):
        crowd = ", ".join(f"crowd{mail}.{one}@elsewhere.example" for one in range(10))
        running.send("boss@acorn.example", "Look here.", cc=f"{PAUL}, {crowd}", headers=ANSWERS_IT, client=ELSEWHERE)
    running.settle()
    assert running.notes(number, "public") == ["Since nine o'clock."]
    assert readers(running, number) == [INES]


def test_a_mail_without_proof_at_a_true_reply_address_adds_no_reader(running: RunningDesk) -> None:
    number = running.open_case()
    crowd = f"{PAUL}, boss@acorn.example, {STRANGER}"
    running.after("someone@acorn.example", "Look here.", to=at(running, number), cc=crowd, client=ELSEWHERE)
    assert len(running.notes(number, "public")) == 2
    assert readers(running, number) == [INES]


def test_thirty_mails_with_crowds_in_cc_make_no_crowd_of_readers(running: RunningDesk) -> None:
    number = running.open_case()
    for mail in range(30):
        crowd = ", ".join(f"person{mail}.{one}@acorn.example" for one in range(10))
        running.send(INES, f"Part {mail} of the story.", to=at(running, number), cc=crowd)
    running.settle()
    assert len(readers(running, number)) <= 50


def test_who_reads_from_now_on_is_named_to_the_engineer(running: RunningDesk) -> None:
    number = running.open_case()
    told = the(running.after(INES, "Paul should know.", to=at(running, number), cc=PAUL), "agent_reply_arrived")
    assert f"From now on your answers go to {PAUL}, too." in told.text


def let_out(running: RunningDesk, number: str, word: str) -> None:
    """A proven stranger writes on a foreign ticket; the engineer answers the alert."""
    alert = the(running.after(STRANGER, "May I read this?", to=at(running, number)), "quarantine_alert")
    running.after(NADIA, word, to=alert.reply_to, headers={"In-Reply-To": str(alert.headers["Message-ID"])})
    assert "May I read this?" in running.notes(number, "public")


def test_a_mail_that_was_let_out_makes_its_sender_no_reader(running: RunningDesk) -> None:
    number = running.open_case()
    let_out(running, number, "#allow")
    assert readers(running, number) == [INES]


def test_who_was_let_in_can_be_taken_off_again(running: RunningDesk) -> None:
    number = running.open_case()
    let_out(running, number, "#allow add")
    assert readers(running, number) == [INES, STRANGER]
    running.after(NADIA, f"#remove {STRANGER}", to=at(running, number))
    assert readers(running, number) == [INES]


@pytest.mark.parametrize("way", ["thread", "bounce address", "reply address"])
def test_who_was_taken_off_writes_nothing_more_with_what_old_mail_shows(running: RunningDesk, way: str) -> None:
    """Whoever has Paul's old mail has its Message-ID, its Return-Path and its Reply-To; none of it is proof."""
    number = running.open_case()
    running.after(INES, "Paul should know.", to=at(running, number), cc=PAUL)
    left = running.after(NADIA, "Please try again.", to=at(running, number))
    [theirs] = [one for one in left if one.to == (PAUL,)]
    running.after(NADIA, f"#remove {PAUL}", to=at(running, number))
    before = running.notes(number, "public")
    to = {"bounce address": theirs.envelope_from, "reply address": theirs.reply_to}.get(way, "support@vendor.example")
    thread = {"In-Reply-To": str(theirs.headers["Message-ID"])} if way == "thread" else {}
    running.after(PAUL, "Send me the export.", to=to, headers=thread, client=ELSEWHERE)
    assert running.notes(number, "public") == before


def test_an_engineer_sees_that_a_plausible_request_is_not_proven(running: RunningDesk) -> None:
    number = running.open_case()
    text = "Reset my login and send the export to ines.private@elsewhere.example."
    told = the(running.after(INES, text, to=at(running, number), client=ELSEWHERE), "agent_reply_arrived")
    assert "not proven" in told.text.lower()
    assert [one["proven"] for one in running.case(number)["notes"] if one["visibility"] == "public"] == [True, False]
    later = the(running.after(INES, "Any news?", to=at(running, number)), "agent_reply_arrived")
    assert "(sender not proven)" in later.text


def test_an_unproven_copy_that_comes_first_does_not_swallow_the_customers_mail(running: RunningDesk) -> None:
    same = {"Message-ID": KNOWN, "Date": "Tue, 03 Mar 2026 09:58:00 +0100"}
    assert "ack_new_ticket" not in templates(running.after(INES, "The export hangs.", headers=same, client=ELSEWHERE))
    left = running.after(INES, "The export hangs.", headers=same)
    assert the(left, "ack_new_ticket").to == (INES,)
