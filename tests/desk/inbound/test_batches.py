"""What the mails of a batch see of each other, and of what others changed."""

from collections.abc import Sequence
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

from gateway.desk.desk import Desk
from gateway.desk.inbound.batch import settle_batch
from gateway.mail.envelope import Envelope, InboundMail
from gateway.templating import Templates
from tests.support.desk import (
    ESCALATION_FIELDS,
    TUESDAY,
    case,
    change,
    letter,
    moment,
    notes,
    numbers,
    open_case,
    queue,
    reply_address,
    running,
    sent,
    write,
)
from tests.support.people import ESCALATION, INES, NADIA, OTTO, PAUL
from tests.support.reports import delivery_report


def settled(desk: Desk, *mails: EmailMessage | bytes) -> list[str]:
    """The decisions about mails that come together."""
    contents = [one if isinstance(one, bytes) else one.as_bytes() for one in mails]
    with desk.store.begin() as work:
        work.mails.accept([InboundMail(one, Envelope(None, (), moment(TUESDAY))) for one in contents], "smtp")
    return [one.decision for one in settle_batch(desk, 100)]


def broken(desk: Desk, folder: Path, name: str) -> Desk:
    """A desk one of whose English templates divides by zero."""
    own = folder / "templates"
    (own / "mail" / "en").mkdir(parents=True)
    (own / "mail" / "en" / f"{name}.txt").write_text("Subject: x\n\n{{ ticket.subject.split('/')[1] / 0 }}\n")
    return replace(desk, templates=Templates.load(own, "en"))


def texts_to(desk: Desk, address: str, template: str) -> Sequence[str]:
    """The texts of mails of a template to somebody, oldest first."""
    return [one.text for one in queue(desk) if one.template == template and one.recipients[0].address == address]


def about(desk: Desk, number: str, sender: str, text: str, **parts: str) -> EmailMessage:
    """Somebody answers on a ticket."""
    return letter(sender, text, to=reply_address(desk, number), **parts)  # type: ignore[arg-type]  # all are texts


def escalation(number: str, sender: str = PAUL) -> EmailMessage:
    """Somebody asks for an escalation."""
    return letter(sender, f"Ticket number: {number}\n{ESCALATION_FIELDS}", to=ESCALATION)


def test_a_mail_sees_the_state_that_an_earlier_one_left(desk: Desk) -> None:
    number = open_case(desk)
    answer = about(desk, number, NADIA, "Please restart it.")
    assert settled(desk, answer) == ["note"]
    assert case(desk, number)["state"] == "pending"
    again = about(desk, number, INES, "It is still slow.")
    assert settled(desk, again, about(desk, number, NADIA, "Restart the server, too.")) == ["note", "note"]
    found = case(desk, number)
    assert (found["state"], found["assignee"]) == ("pending", NADIA)
    assert settled(desk, about(desk, number, NADIA, "And now?"), about(desk, number, INES, "No.")) == ["note", "note"]
    assert case(desk, number)["state"] == "open"


def test_a_mail_sees_the_notes_of_earlier_ones(desk: Desk) -> None:
    number = open_case(desk)
    mails = [about(desk, number, INES, text) for text in ("It is the blue till.", "And the red one.", "All of them.")]
    assert settled(desk, *mails) == ["note"] * 3
    [*_, last] = texts_to(desk, NADIA, "agent_reply_arrived")
    assert last.index("> And the red one.") < last.index("> It is the blue till.") < last.index("> Since nine o'clock.")


def test_a_mail_sees_who_takes_part_since_an_earlier_one(desk: Desk) -> None:
    number = open_case(desk)
    joins = about(desk, number, INES, "Paul sees it, too.", cc=PAUL)
    assert settled(desk, joins, about(desk, number, NADIA, "Please restart it.")) == ["note", "note"]
    [answer] = [one for one in queue(desk) if one.template == "agent_public_reply"]
    assert {one.address for one in answer.recipients} == {INES, PAUL}


def test_an_answer_of_ours_refers_to_the_last_mail_of_the_batch(desk: Desk) -> None:
    number = open_case(desk)
    last = about(desk, number, INES, "And the red one.")
    mails = (about(desk, number, INES, "The blue till."), last, about(desk, number, NADIA, "Restart them."))
    assert settled(desk, *mails) == ["note"] * 3
    [answer] = [one for one in queue(desk) if one.template == "agent_public_reply"]
    assert answer.headers["In-Reply-To"] == last["Message-ID"]


def test_an_answer_does_not_quote_what_an_earlier_mail_of_the_batch_said_inside(desk: Desk) -> None:
    number = open_case(desk)
    secret = "The customer has not paid since January and must not hear of the workaround."
    inside = about(desk, number, NADIA, f"#internal\n{secret}")
    assert settled(desk, inside, about(desk, number, OTTO, f"{secret}\nPlease wait.")) == ["command", "note"]
    [answer] = [one for one in queue(desk) if one.template == "agent_public_reply"]
    assert answer.state == "held"


def test_a_mail_sees_the_escalation_of_an_earlier_one(desk: Desk) -> None:
    number = open_case(desk)
    mails = (escalation(number), escalation(number, INES), about(desk, number, INES, "Any news?"))
    assert settled(desk, *mails) == ["accept", "update", "note"]
    assert [one["number"] for one in running(desk)] == ["E-00001"]
    [reply] = [one for one in queue(desk) if one.template == "agent_reply_arrived"]
    assert OTTO in {one.address for one in reply.recipients}


def test_two_reports_about_one_mail_mark_it_once(desk: Desk) -> None:
    ours = sent(write(desk, INES, "It is slow."), "ack_new_ticket")
    reports = [delivery_report(ours, INES), delivery_report(ours, INES)]
    assert settled(desk, *reports) == ["bounce", "bounce"]
    [alert] = [one for one in queue(desk) if one.template == "bounce_alert"]
    assert [one.state for one in queue(desk) if one.template == "ack_new_ticket"] == ["bounced"]
    with desk.store.read() as work:
        contact = work.directory.contact(INES)
    assert contact is not None
    assert (contact.bounce_state, alert.ticket_id) == ("hard", 1)


def test_a_mail_that_fails_is_undone_alone_and_those_behind_it_know(desk: Desk, tmp_path: Path) -> None:
    number, other = open_case(desk), open_case(desk, subject="Printer")
    failing = broken(desk, tmp_path, "escalation_new_manager")
    change(desk, number, state="pending")
    mails = (
        about(desk, number, INES, "In front."),
        escalation(number),
        about(desk, number, INES, "Behind."),
        letter(INES, "It smells.", subject="Something new"),
        about(desk, other, NADIA, "Please restart it."),
    )
    assert settled(failing, *mails) == ["note", "failed", "note", "new", "note"]
    assert [one for one in notes(desk, number, "public") if one in ("In front.", "Behind.")] == ["In front.", "Behind."]
    assert running(desk) == []
    assert case(desk, number)["state"] == "open"
    assert case(desk, other)["state"] == "pending"
    assert len(numbers(desk)) == 3
    assert settled(desk, escalation(number)) == ["accept"]
    assert [one["number"] for one in running(desk)] == ["E-00001"]


def test_what_a_command_changed_between_two_batches_is_seen(desk: Desk) -> None:
    number = open_case(desk)
    assert settled(desk, about(desk, number, INES, "One."), about(desk, number, INES, "Two.")) == ["note"] * 2
    change(desk, number, state="closed", assignee=OTTO)
    mails = (about(desk, number, INES, "Three."), about(desk, number, INES, "Four."))
    assert settled(desk, *mails)[0] == "follow_up"
    assert case(desk, number)["state"] == "closed"
