"""Writing on cases of others by naming them, and reports about mail that others got, over SMTP."""

from typing import Any

from tests.support.desk import letter, reply_address
from tests.support.people import INES, NADIA, PAUL, ROSA, STRANGER, SUPPORT
from tests.support.reports import complaint, delivery_report
from tests.support.running_desk import ELSEWHERE, HOSTS, Left, RunningDesk, wire_bytes

ACCEPTED = """\
BEGIN:VCALENDAR
METHOD:REPLY
VERSION:2.0
BEGIN:VEVENT
UID:1
DTSTAMP:20260303T090000Z
ATTENDEE;PARTSTAT=ACCEPTED:mailto:ines@acorn.example
END:VEVENT
END:VCALENDAR
"""


def remarks(running: RunningDesk, number: str) -> list[str]:
    """What our gateway says of foreign mail on a ticket."""
    return [one for one in running.notes(number, "internal") if one.startswith("Security:")]


def test_a_stranger_does_not_write_remarks_on_any_number_of_foreign_tickets(running: RunningDesk) -> None:
    cases = [running.open_case(ROSA, f"Till {place}", subject=f"Till {place}") for place in range(12)]
    for place in range(4):
        running.send(STRANGER, f"Mail {place}", subject=" ".join(cases))
    running.settle()
    written = [len(remarks(running, one)) for one in cases]
    assert max(written) <= 1
    assert sum(written) <= 5


def test_mails_in_many_names_leave_one_remark_an_hour_on_a_ticket(running: RunningDesk) -> None:
    number = running.open_case(ROSA)
    mails: list[dict[str, Any]] = [{"sender": f"s{one}@elsewhere.example", "subject": number} for one in range(8)]
    running.send_many(mails, HOSTS["elsewhere.example"])
    running.settle()
    assert len(remarks(running, number)) == 1
    running.wait(61)
    running.after(STRANGER, subject=number)
    assert len(remarks(running, number)) == 2


def test_forged_mail_in_our_own_name_does_not_fill_a_case_with_remarks(running: RunningDesk) -> None:
    number = running.open_case(ROSA)
    running.send_many([{"sender": NADIA, "subject": f"{number} {one}"} for one in range(8)], ELSEWHERE)
    running.settle()
    assert len(remarks(running, number)) == 1


def two_copies(running: RunningDesk) -> tuple[Left, Left]:
    """One answer of an engineer to two readers: as Ines gets it, and as Paul."""
    number = running.open_case()
    running.after(INES, "Paul should know.", to=reply_address(running.desk, number), cc=PAUL)
    left = running.after(NADIA, "Please try again.", to=reply_address(running.desk, number))
    ines, paul = (next(one for one in left if reader in one.to) for reader in (INES, PAUL))
    return ines, paul


def report(running: RunningDesk, about: Left, failed: str, to: str) -> None:
    """Somebody reports that a mail did not arrive."""
    message_id = str(about.headers["Message-ID"])
    content = delivery_report(None, failed, to=to, message_id=message_id)
    running.send_bytes(content, "", [to], ELSEWHERE)
    running.settle()


def is_unreachable(running: RunningDesk, address: str) -> bool:
    """Does the directory know somebody as one whom our mail does not reach?"""
    with running.desk.store.read() as work:
        contact = work.directory.contact(address)
        return contact is not None and contact.bounce_state == "hard"


def test_who_got_a_copy_forges_no_report_about_another_reader(running: RunningDesk) -> None:
    ines, paul = two_copies(running)
    report(running, paul, INES, paul.envelope_from)
    assert not is_unreachable(running, INES)
    report(running, ines, INES, ines.envelope_from)
    assert is_unreachable(running, INES)


def complain(running: RunningDesk, about: Left, who: str) -> None:
    """A provider's report that somebody called a mail spam, to the bounce address of a copy."""
    document = {"headers": {"Message-ID": str(about.headers["Message-ID"])}, "envelope_from": about.envelope_from}
    running.send_bytes(complaint(document, who, to=about.envelope_from), "", [about.envelope_from], ELSEWHERE)
    running.settle()


def wants_no_optional_mail(running: RunningDesk, address: str) -> bool:
    """Did somebody end the notices?"""
    with running.desk.store.read() as work:
        return address in [one.address for one in work.opt_outs.listing()]


def test_who_got_a_copy_forges_no_complaint_of_another_reader(running: RunningDesk) -> None:
    ines, paul = two_copies(running)
    complain(running, paul, INES)
    assert not wants_no_optional_mail(running, INES)
    complain(running, ines, INES)
    assert wants_no_optional_mail(running, INES)


def test_a_message_id_that_was_quoted_to_others_is_no_report_about_its_reader(running: RunningDesk) -> None:
    """Ines answers our mail and copies a stranger: its Message-ID stands in her In-Reply-To."""
    [acknowledged] = [one for one in running.after(INES) if one.to == (INES,)]
    report(running, acknowledged, INES, "bounces@vendor.example")
    assert not is_unreachable(running, INES)


def test_a_forged_absence_note_that_names_a_ticket_writes_nothing_there(running: RunningDesk) -> None:
    number = running.open_case()
    machine = {"Auto-Submitted": "auto-replied"}
    running.after(INES, "Give Mallory access.", subject=f"[{number}] away", headers=machine, client=ELSEWHERE)
    assert running.notes(number) == ["Since nine o'clock."]
    running.after(INES, "I am away.", subject=f"[{number}] away", headers=machine)
    assert running.notes(number, "internal") == ["I am away."]


def test_a_forged_answer_to_an_invitation_does_not_speak_to_the_engineer(running: RunningDesk) -> None:
    number = running.open_case()
    mail = letter(INES, "Reset my login, please.", subject=f"Accepted: [{number}] call", proof="")
    mail.add_alternative(ACCEPTED, subtype="calendar", params={"method": "REPLY"})
    running.send_bytes(wire_bytes(mail), INES, [SUPPORT], ELSEWHERE)
    assert running.settle() == []
    assert running.notes(number) == ["Since nine o'clock."]


def test_reports_that_any_reader_can_write_do_not_fill_a_case(running: RunningDesk) -> None:
    ines, _ = two_copies(running)
    for _ in range(4):
        report(running, ines, INES, "bounces@vendor.example")
    undelivered = [one for one in running.notes("T-001001", "internal") if "did not reach" in one]
    assert len(undelivered) == 1
