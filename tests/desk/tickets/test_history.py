"""What stands below a mail to our own people, and where their programs show it."""

from gateway.desk.desk import Desk
from tests.support.desk import open_case, outside, reply, reply_address, sent, write
from tests.support.people import INES, NADIA


def test_the_last_notes_stand_below_every_mail_to_our_people(desk: Desk) -> None:
    number = open_case(desk, text="Since nine o'clock.")
    write(desk, NADIA, "#internal: it was the cache", to=reply_address(desk, number), subject="Re: x")
    alert = sent(write(desk, INES, "Any news?", to=reply_address(desk, number)), "agent_reply_arrived")
    below = alert["text"].partition("Before this:")[2]
    assert below.index("> it was the cache") < below.index("> Since nine o'clock.")
    assert "Any news?" not in below
    assert "(internal)" in below


def test_it_is_bounded(desk: Desk) -> None:
    number = open_case(desk)
    for serial in range(7):
        write(desk, INES, f"word {serial} " * 1000, to=reply_address(desk, number))
    alert = sent(write(desk, INES, "Any news?", to=reply_address(desk, number)), "agent_reply_arrived")
    assert len(alert["text"]) < 5 * 1500 + 2000


def test_nothing_of_it_goes_to_the_customer(desk: Desk) -> None:
    number = open_case(desk)
    write(desk, NADIA, "#internal: it was the cache", to=reply_address(desk, number), subject="Re: x")
    alert = sent(write(desk, INES, "Any news?", to=reply_address(desk, number)), "agent_reply_arrived")
    reply(desk, alert, NADIA, f"Mended now.\n\n{alert['text']}")
    assert "it was the cache" not in "".join(one.text for one in outside(desk))


def test_all_mails_of_a_ticket_to_our_people_are_one_thread(desk: Desk) -> None:
    opened = write(desk, INES, "Slow.")
    address = reply_address(desk, opened["ticket"])
    later = sent(write(desk, INES, "Still.", to=address), "agent_reply_arrived")
    transcript = sent(write(desk, NADIA, "#take", to=address, subject="Re: x"), "command_transcript")
    mails = (sent(opened, "agent_new_ticket"), later, transcript)
    roots = {mail["headers"]["References"].split()[0] for mail in mails}
    assert len(roots) == 1
    other = sent(write(desk, INES, "Another.", subject="Printer"), "agent_new_ticket")
    assert other["headers"]["References"].split()[0] not in roots
