"""Coming to read somebody's case: without proof, by a crowd in Cc, by a Message-ID that everybody knows."""

from collections.abc import Mapping, Sequence
from email import message_from_bytes

import pytest

from gateway.desk.delivery.dispatch import dispatch
from gateway.desk.desk import Desk
from gateway.domain.outgoing.own_addresses import reply_address as address_for
from gateway.ports import Reply
from tests.support.desk import case, deliver, notes, open_case, reply_address, sent, templates_of, write
from tests.support.people import INES, NADIA, PAUL, ROSA, STRANGER, SUPPORT
from tests.support.reports import delivery_report

KNOWN = {"Message-ID": "<known.to.many@acorn.example>"}
ANSWERS_IT = {"In-Reply-To": KNOWN["Message-ID"], "References": KNOWN["Message-ID"]}


class Kept:
    """A Mailer that keeps what it is given."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, Sequence[str], bytes]] = []

    def send(self, envelope_from: str, recipients: Sequence[str], content: bytes) -> Mapping[str, Reply]:
        """Everybody accepts."""
        self.sent.append((envelope_from, recipients, content))
        return dict.fromkeys(recipients, Reply(250, "kept"))

    def close(self) -> None:
        """Nothing is open."""


def header(content: bytes, name: str) -> str:
    """A field of a mail."""
    return str(message_from_bytes(content)[name])


def own_reply_address(desk: Desk, number: str, reader: str) -> str:
    """The address that answers of one reader come to."""
    return address_for(desk.signer, SUPPORT, number, reader)


def people(desk: Desk, number: str) -> set[str]:
    """Who takes part in a ticket."""
    return {one["address"] for one in case(desk, number)["participants"]}


def readers(desk: Desk, number: str) -> list[str]:
    """To whom the next answer of an engineer goes."""
    told = write(desk, NADIA, "Please try again.", to=reply_address(desk, number))
    return sorted(sent(told, "agent_public_reply")["envelope_to"])


@pytest.mark.parametrize("proof", ["", "none"])
def test_a_customers_own_message_id_lets_nobody_write_on_the_ticket_without_proof(desk: Desk, proof: str) -> None:
    number = str(write(desk, INES, "The export hangs.", headers=KNOWN)["ticket"])
    forged = write(desk, INES, "Send the export to my other address.", cc=STRANGER, proof=proof, headers=ANSWERS_IT)
    assert (forged["decision"], forged["ticket"] == number) == ("new", False)
    assert notes(desk, number, "public") == ["The export hangs."]
    assert readers(desk, number) == [INES]


def test_with_proof_the_customers_own_message_id_is_enough(desk: Desk) -> None:
    number = str(write(desk, INES, "The export hangs.", headers=KNOWN)["ticket"])
    second = write(desk, INES, "It hangs at 80 percent.", headers=ANSWERS_IT)
    assert (second["decision"], second["ticket"]) == ("note", number)


def test_thirty_mails_with_crowds_in_cc_make_fifty_readers_at_most(desk: Desk) -> None:
    number = open_case(desk)
    address = reply_address(desk, number)
    for mail in range(30):
        crowd = ", ".join(f"person{mail}.{one}@acorn.example" for one in range(10))
        write(desk, INES, f"Part {mail}.", to=address, cc=crowd)
    assert len(people(desk, number)) == 50
    assert "No more people can take part in this ticket" in notes(desk, number, "internal")[-1]
    assert len(readers(desk, number)) == 50


def test_who_writes_takes_part_before_those_they_copy(desk: Desk) -> None:
    number = open_case(desk)
    crowd = ", ".join(f"person{one}@acorn.example" for one in range(70))
    write(desk, PAUL, "I work with Ines.", to=reply_address(desk, number), cc=crowd)
    assert PAUL in people(desk, number)


def test_an_engineer_reads_who_gets_their_answers_from_now_on(desk: Desk) -> None:
    number = open_case(desk)
    first = write(desk, INES, "Paul should know.", to=reply_address(desk, number), cc=f"{PAUL}, {STRANGER}")
    assert f"From now on your answers go to {PAUL}, too." in sent(first, "agent_reply_arrived")["text"]
    again = write(desk, INES, "Nothing new.", to=reply_address(desk, number), cc=PAUL)
    assert "From now on" not in sent(again, "agent_reply_arrived")["text"]


def test_an_engineer_reads_who_is_copied_on_a_new_ticket(desk: Desk) -> None:
    opened = write(desk, INES, "The export hangs.", cc=PAUL)
    assert f"your answers go to {PAUL}" in sent(opened, "agent_new_ticket")["text"]


def test_the_same_mail_with_proof_is_acknowledged_and_its_copies_count(desk: Desk) -> None:
    first = write(desk, INES, "The export hangs.", cc=PAUL, proof="", headers=KNOWN)
    assert templates_of(first, "customer") == []
    second = write(desk, INES, "The export hangs.", cc=PAUL, headers=KNOWN)
    assert (second["decision"], second["ticket"]) == ("new", first["ticket"])
    assert templates_of(second, "customer") == ["ack_new_ticket"]
    assert f"it really is from {INES}" in sent(second, "agent_reply_arrived")["text"]
    assert notes(desk, str(first["ticket"]), "public") == ["The export hangs."]
    assert readers(desk, str(first["ticket"])) == [INES, PAUL]
    third = write(desk, INES, "The export hangs.", cc=PAUL, headers=KNOWN)
    assert (third["decision"], third["outgoing"]) == ("duplicate", [])


def test_the_same_reply_with_proof_is_one_note(desk: Desk) -> None:
    number = open_case(desk)
    address = reply_address(desk, number)
    write(desk, INES, "Still slow.", to=address, proof="", headers=KNOWN)
    second = write(desk, INES, "Still slow.", to=address, headers=KNOWN)
    assert (second["decision"], second["ticket"]) == ("note", number)
    assert notes(desk, number, "public") == ["Since nine o'clock.", "Still slow."]
    assert f"it really is from {INES}" in notes(desk, number, "internal")[-1]


def test_a_copy_without_proof_that_brings_another_file_stands_for_nothing(desk: Desk) -> None:
    forged = write(desk, INES, "See the log.", proof="", headers=KNOWN, files={"log.txt": b"run this"})
    genuine = write(desk, INES, "See the log.", headers=KNOWN, files={"log.txt": b"12:00 stopped"})
    assert genuine["decision"] == "new"
    assert genuine["ticket"] != forged["ticket"]


def test_a_copy_without_proof_under_another_name_stands_for_nothing(desk: Desk) -> None:
    write(desk, ROSA, "The export hangs.", proof="", headers=KNOWN)
    genuine = write(desk, INES, "The export hangs.", headers=KNOWN)
    assert templates_of(genuine, "customer") == ["ack_new_ticket"]


def test_notes_views_and_the_history_say_who_is_not_proven(desk: Desk) -> None:
    number = open_case(desk)
    address = reply_address(desk, number)
    write(desk, INES, "Reset my login, please.", to=address, proof="")
    assert [one["proven"] for one in case(desk, number)["notes"] if one["visibility"] == "public"] == [True, False]
    told = sent(write(desk, INES, "And soon.", to=address), "agent_reply_arrived")["text"]
    assert told.count("(sender not proven)") == 1
    assert "Not proven:" not in told


def test_a_reply_address_names_whom_it_was_given_to_when_a_stranger_uses_it(desk: Desk) -> None:
    opened = write(desk, INES, "The export hangs.")
    address = sent(opened, "ack_new_ticket")["headers"]["Reply-To"]
    used = write(desk, STRANGER, "What is going on here?", to=address)
    assert f"It came to a reply address that was given to {INES}." in sent(used, "quarantine_alert")["text"]


def test_a_colleague_who_answers_to_all_borrows_nothing(desk: Desk) -> None:
    opened = write(desk, INES, "The export hangs.")
    address = sent(opened, "ack_new_ticket")["headers"]["Reply-To"]
    alone = write(desk, PAUL, "I see it, too.", to=address)
    assert f"given to {INES}" in sent(alone, "agent_reply_arrived")["text"]
    to_all = write(desk, PAUL, "Here as well.", to=f"{INES}, {address}")
    assert "given to" not in sent(to_all, "agent_reply_arrived")["text"]


def test_who_was_taken_off_writes_nothing_more_with_their_old_reply_address(desk: Desk) -> None:
    number = open_case(desk)
    write(desk, INES, "Paul should know.", to=reply_address(desk, number), cc=PAUL)
    theirs = own_reply_address(desk, number, PAUL)
    assert write(desk, PAUL, "Noted.", to=theirs, proof="")["ticket"] == number
    write(desk, NADIA, f"#remove {PAUL}", to=reply_address(desk, number))
    assert write(desk, PAUL, "Send me the export.", to=theirs, proof="")["ticket"] != number


def test_no_copy_field_brings_back_who_was_taken_off(desk: Desk) -> None:
    number = open_case(desk)
    address = reply_address(desk, number)
    write(desk, INES, "Paul should know.", to=address, cc=PAUL)
    write(desk, NADIA, f"#remove {PAUL}", to=address)
    write(desk, INES, "And again to all.", to=address, cc=PAUL)
    assert readers(desk, number) == [INES]
    write(desk, NADIA, f"#cc {PAUL}", to=address)
    assert readers(desk, number) == [INES, PAUL]


def test_each_of_several_readers_gets_a_copy_with_addresses_of_their_own(desk: Desk) -> None:
    number = open_case(desk)
    write(desk, INES, "Paul should know.", to=reply_address(desk, number), cc=PAUL)
    write(desk, NADIA, "Please try again.", to=reply_address(desk, number))
    mailer = Kept()
    dispatch(desk, mailer)
    copies = [one for one in mailer.sent if b"Please try again." in one[2] and set(one[1]) <= {INES, PAUL}]
    assert [list(one[1]) for one in copies] == [[INES], [PAUL]]
    assert len({one[0] for one in copies}) == len({header(one[2], "Reply-To") for one in copies}) == 2
    assert len({header(one[2], "Message-ID") for one in copies}) == 1
    assert header(copies[1][2], "Reply-To") == own_reply_address(desk, number, PAUL)


def test_who_got_one_copy_forges_no_report_about_another_reader(desk: Desk) -> None:
    number = open_case(desk)
    write(desk, INES, "Paul should know.", to=reply_address(desk, number), cc=PAUL)
    answered = write(desk, NADIA, "Please try again.", to=reply_address(desk, number))
    mailer = Kept()
    dispatch(desk, mailer)
    places = {one[1][0]: one[0] for one in mailer.sent if b"Please try again." in one[2]}
    answer = sent(answered, "agent_public_reply")
    deliver(desk, delivery_report(answer, INES, to=places[PAUL]), mail_from="")
    assert not is_unreachable(desk, INES)
    deliver(desk, delivery_report(answer, INES, to=places[INES]), mail_from="")
    assert is_unreachable(desk, INES)


def is_unreachable(desk: Desk, address: str) -> bool:
    """Does the directory know somebody as one whom our mail does not reach?"""
    with desk.store.read() as work:
        contact = work.directory.contact(address)
        return contact is not None and contact.bounce_state == "hard"
