"""Mail that a person has to look at."""

from typing import get_args

import pytest

from gateway.desk.desk import Desk
from gateway.desk.inbound import process
from gateway.desk.quarantine import hold as quarantine
from gateway.desk.quarantine.hold import SENTENCES, excerpt
from gateway.domain.verdict import QuarantineCause
from gateway.errors import NotAllowed, NotFound
from tests.support.desk import (
    TUESDAY,
    act,
    case,
    deliver,
    escalate,
    letter,
    moment,
    notes,
    numbers,
    open_case,
    outside,
    queue,
    reply_address,
    running,
    sent,
    stored,
    templates_of,
    waiting,
    write,
)
from tests.support.people import INES, NADIA, OTTO, PAUL, STRANGER, SUPPORT


def release(desk: Desk, mail: object) -> str:
    with desk.store.begin() as work:
        return process.release(act(desk, work, NADIA, moment(TUESDAY)), int(str(mail))).decision


def test_a_forged_mail_is_kept_without_a_word_to_anybody(desk: Desk) -> None:
    document = write(desk, INES, "Please close all my tickets.", proof="fail")
    assert (document["decision"], document["ticket"], document["outgoing"]) == ("quarantine", None, [])
    assert (numbers(desk), queue(desk)) == ([], [])


def test_a_forged_mail_of_a_domain_we_do_not_know_is_a_strangers(desk: Desk) -> None:
    assert write(desk, STRANGER, proof="fail")["decision"] == "new"


def test_nothing_waits_without_an_owner_and_a_deadline(desk: Desk) -> None:
    write(desk, INES, proof="fail")
    [entry] = waiting(desk)
    assert (entry.cause, entry.owner) == ("forged", OTTO)
    assert entry.due == moment("2026-03-05T10:00:00+01:00")
    assert entry.detail


def test_a_forged_mail_on_a_ticket_leaves_a_security_note_inside(desk: Desk) -> None:
    number = open_case(desk)
    write(desk, INES, "Close it.", to=reply_address(desk, number), proof="fail")
    assert any(text.startswith("Security:") for text in notes(desk, number, "internal"))
    assert len(notes(desk, number, "public")) == 1


@pytest.mark.parametrize(
    "from_fields",
    [
        f"From: {INES}, {PAUL}\n",
        f"From: {INES}\nFrom: {PAUL}\n",
        "From: nobody\n",
        "From:\n",
        "",
        f"From: Team: {INES};\n",
    ],
)
def test_a_mail_without_exactly_one_usable_author_is_put_aside(desk: Desk, from_fields: str) -> None:
    document = deliver(desk, f"{from_fields}To: {SUPPORT}\nSubject: x\nMessage-ID: <q@acorn.example>\n\nhello".encode())
    assert (document["decision"], document["outgoing"]) == ("quarantine", [])
    assert [one.cause for one in waiting(desk)] == ["no_identity"]


def test_a_strangers_reply_alerts_who_works_on_the_ticket(desk: Desk) -> None:
    number = open_case(desk)
    document = write(desk, STRANGER, "What is this about?", to=reply_address(desk, number))
    assert (document["decision"], templates_of(document)) == ("quarantine", ["quarantine_alert"])
    alert = sent(document, "quarantine_alert")
    assert (alert["audience"], alert["envelope_to"]) == ("vendor", [NADIA])
    assert len(case(desk, number)["notes"]) == 1


def test_the_alert_shows_the_first_lines_of_what_was_written_and_goes_to_our_people_alone(desk: Desk) -> None:
    number = open_case(desk)
    text = "\n".join(["#discard", "I took over the shop.", *(f"Line {line}" for line in range(3, 30))])
    alert = sent(write(desk, STRANGER, text, to=reply_address(desk, number)), "quarantine_alert")
    assert "> #discard\n> I took over the shop.\n> Line 3\n" in alert["text"]
    assert "> Line 15\n> [...]\n" in alert["text"]
    assert "Line 16" not in alert["text"]
    assert (alert["audience"], alert["envelope_to"]) == ("vendor", [NADIA])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("\n short \n\n", "short"),
        ("x" * 5_000, "x" * 1_000 + "\n[...]"),
        ("one\u2028two\rthree", "one\ntwo\nthree"),
        ("\n".join("abcdefghijklmnop"), "\n".join("abcdefghijklmno") + "\n[...]"),
    ],
)
def test_an_excerpt_is_a_few_short_lines(text: str, shown: str) -> None:
    assert excerpt(text) == shown


def test_a_released_reply_becomes_a_note(desk: Desk) -> None:
    number = open_case(desk)
    document = write(desk, STRANGER, "I am new here.", to=reply_address(desk, number))
    assert release(desk, document["mail"]) == "note"
    assert notes(desk, number, "public")[-1] == "I am new here."
    assert stored(desk, document).decision == "note"
    assert waiting(desk) == []


def test_who_is_let_in_by_hand_hears_nothing_of_the_next_answer_and_waits_again_with_the_next_mail(desk: Desk) -> None:
    number = open_case(desk)
    document = write(desk, STRANGER, "Let me follow this.", to=reply_address(desk, number))
    release(desk, document["mail"])
    answered = write(desk, NADIA, "It is the cable.", to=reply_address(desk, number))
    assert sent(answered, "agent_public_reply")["envelope_to"] == [INES]
    assert STRANGER not in [one.address for mail in outside(desk) for one in mail.recipients]
    assert write(desk, STRANGER, "And now?", to=reply_address(desk, number))["decision"] == "quarantine"


def test_a_copy_released_after_the_proven_mail_came_adds_nothing(desk: Desk) -> None:
    number = open_case(desk)
    content = letter(INES, "Still slow.", to=reply_address(desk, number), proof="fail").as_bytes()
    copy = deliver(desk, content)
    proven = deliver(desk, content.replace(b"dmarc=fail", b"dmarc=pass"))
    assert (copy["decision"], proven["decision"]) == ("quarantine", "note")
    mails = len(queue(desk))
    assert release(desk, copy["mail"]) == "duplicate"
    assert notes(desk, number, "public").count("Still slow.") == 1
    assert (len(queue(desk)), waiting(desk)) == (mails, [])


def test_a_copy_that_came_again_while_the_first_waited_does_not_keep_it_from_its_release(desk: Desk) -> None:
    number = open_case(desk)
    content = letter(INES, "Still slow.", to=reply_address(desk, number), proof="fail").as_bytes()
    first, again = deliver(desk, content), deliver(desk, content)
    assert again["decision"] == "duplicate"
    assert release(desk, first["mail"]) == "note"


def test_a_released_escalation_is_judged(desk: Desk) -> None:
    number = open_case(desk)
    document = escalate(desk, number, proof="")
    assert release(desk, document["mail"]) == "accept"
    assert len(running(desk, number)) == 1


def test_a_released_forgery_opens_a_ticket_but_its_sender_gets_no_answer(desk: Desk) -> None:
    document = write(desk, INES, proof="fail")
    assert release(desk, document["mail"]) == "new"
    assert [one.template for one in queue(desk, "queued")] == ["agent_new_ticket"]


def test_commands_in_a_released_mail_are_not_carried_out(desk: Desk) -> None:
    number = open_case(desk)
    document = write(desk, NADIA, "#status closed", to=reply_address(desk, number), proof="fail")
    assert release(desk, document["mail"]) == "command_refused"
    assert case(desk, number)["state"] == "new"


def test_a_mail_is_decided_upon_once(desk: Desk) -> None:
    document = write(desk, INES, proof="fail")
    with desk.store.begin() as work:
        quarantine.reject(act(desk, work, NADIA, moment(TUESDAY)), document["mail"])
    with pytest.raises(NotAllowed, match="rejected already by nadia"):
        release(desk, document["mail"])
    assert (numbers(desk), waiting(desk)) == ([], [])


def test_a_mail_that_does_not_wait_cannot_be_released(desk: Desk) -> None:
    document = write(desk, INES)
    with pytest.raises(NotFound):
        release(desk, document["mail"])


def test_the_bytes_stay_as_they_came(desk: Desk) -> None:
    content = letter(INES, "Close all.", proof="fail").as_bytes()
    document = deliver(desk, content)
    with desk.store.read() as work:
        assert work.mails.load(document["mail"]).mail.content == content


def test_every_cause_of_quarantine_has_a_sentence_for_our_people() -> None:
    assert set(SENTENCES) == set(get_args(QuarantineCause))


def test_a_second_rejection_within_the_hour_is_sent_once_a_person_releases_the_mail(desk: Desk) -> None:
    escalate(desk, None, "Help!")
    second = escalate(desk, None, "Is anybody there?")
    assert [entry.cause for entry in waiting(desk)] == ["unanswered"]
    assert release(desk, second["mail"]) == "no_ticket"
    assert waiting(desk) == []
    answered = [one.mail_id for one in outside(desk) if one.template == "escalation_rejected_no_ticket"]
    assert second["mail"] in answered


def test_a_mail_that_may_not_be_answered_is_not_put_aside_again_by_its_release(desk: Desk) -> None:
    mail = escalate(desk, None, "Help!", proof="")["mail"]
    for cause in ("unproven_escalation", "unanswered"):
        assert [entry.cause for entry in waiting(desk)] == [cause]
        assert release(desk, mail) == "no_ticket"
    assert (waiting(desk), outside(desk)) == ([], [])
