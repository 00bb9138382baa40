"""A canned reply before an engineer's own words."""

from pathlib import Path

from gateway.desk.act import Act
from gateway.desk.commands.by_hand import give_commands
from gateway.desk.desk import Desk
from gateway.domain.event import Actor, Event
from gateway.domain.tickets.ticket import ticket_id
from gateway.templating import Templates
from gateway.templating.check import check
from tests.support.desk import TUESDAY, case, change, desk, load, moment, notes, open_case, reply_address, sent, write
from tests.support.people import DIRECTORY, INES, NADIA

__all__ = ["desk"]


def test_a_canned_reply_stands_before_the_engineers_words_in_the_customers_language(desk: Desk) -> None:
    number = open_case(desk)
    change(desk, number, app="till", language="de")
    done = write(desk, NADIA, "#reply send-logs\n\nNadia", to=reply_address(desk, number))
    told = sent(done, "agent_public_reply")
    assert told["envelope_to"] == [INES]
    assert told["text"].startswith("Guten Tag Ines Vogel,\n\num die Ursache zu finden, brauchen wir die Logs von Till")
    assert "im Anhang.\n\nNadia\n" in told["text"]
    assert any("Logs von Till" in one for one in notes(desk, number, "public"))
    assert case(desk, number)["state"] == "pending"


def test_an_unknown_reply_is_refused_with_those_that_there_are(desk: Desk) -> None:
    number = open_case(desk)
    done = write(desk, NADIA, "#reply thanks\n\nNadia", to=reply_address(desk, number))
    assert done["decision"] == "command_refused"
    assert "looking-into-it, please-check, send-logs" in sent(done, "command_error")["text"]
    assert notes(desk, number, "internal") == []


def test_a_canned_reply_needs_the_right_to_answer(desk: Desk) -> None:
    load(desk, DIRECTORY + '\n[[staff]]\nemail = "vera@vendor.example"\nname = "Vera Watch"\nroles = ["viewer"]\n')
    number = open_case(desk)
    assert [given_by(desk, number, one) for one in (NADIA, "vera@vendor.example")] == [True, False]


def given_by(desk: Desk, number: str, person: str) -> bool:
    with desk.store.begin() as work:
        event = Event(moment(TUESDAY), Actor(person, staff=work.directory.staff(person)), "cli")
        found = work.tickets.get(ticket_id(number) or 0)
        assert found is not None
        return give_commands(Act(desk, work, event), found, ["reply looking-into-it"]).done


def test_a_reply_with_a_wrong_name_in_it_fails_the_check(tmp_path: Path) -> None:
    file = tmp_path / "replies" / "en" / "mine.txt"
    file.parent.mkdir(parents=True)
    (tmp_path / "mail").mkdir()
    file.write_text("Dear {{ recipient.name }},\n\nyour {{ tickt.number }} is well.\n", encoding="utf-8")
    [fault] = check(Templates.load(tmp_path, "en"))
    assert (fault.file, fault.key) == (str(file), "line 3")
    assert "tickt is unknown here" in str(fault)
