"""Complaints about our mail: who complained gets no optional mail; a forged report changes nothing."""

from gateway.desk.desk import Desk
from tests.support.desk import deliver, notes, outside, sent, templates_of, write
from tests.support.people import INES, PAUL
from tests.support.reports import complaint


def stopped(desk: Desk) -> list[tuple[str, str, str]]:
    with desk.store.read() as work:
        return [(one.address, one.topic, one.source) for one in work.opt_outs.listing()]


def test_a_complaint_stops_optional_mail_to_who_complained(desk: Desk) -> None:
    answer = sent(write(desk, INES), "ack_new_ticket")
    document = deliver(desk, complaint(answer, INES), mail_from="")
    assert (document["decision"], document["ticket"], document["outgoing"]) == ("automatic", "T-001001", [])
    assert stopped(desk) == [(INES, "*", "complaint")]
    assert any("spam" in one for one in notes(desk, "T-001001", "internal"))


def test_the_case_goes_on(desk: Desk) -> None:
    deliver(desk, complaint(sent(write(desk, INES), "ack_new_ticket"), INES), mail_from="")
    assert templates_of(write(desk, INES, "One more."), "customer") == ["ack_new_ticket"]


def test_the_same_complaint_twice_is_noted_once(desk: Desk) -> None:
    answer = sent(write(desk, INES), "ack_new_ticket")
    for _ in range(2):
        deliver(desk, complaint(answer, INES), mail_from="")
    assert len([one for one in notes(desk, "T-001001", "internal") if "spam" in one]) == 1


def test_a_forged_complaint_is_kept_and_changes_nothing(desk: Desk) -> None:
    write(desk, INES)
    for who in (INES, PAUL):
        document = deliver(desk, complaint(None, who), mail_from="")
        assert (document["decision"], document["ticket"]) == ("automatic", None)
    assert stopped(desk) == []
    assert len(outside(desk)) == 1


def test_a_complaint_in_the_name_of_somebody_we_did_not_write_to_changes_nothing(desk: Desk) -> None:
    answer = sent(write(desk, INES), "ack_new_ticket")
    deliver(desk, complaint(answer, PAUL), mail_from="")
    assert stopped(desk) == []


def test_an_operator_can_take_it_back(desk: Desk) -> None:
    deliver(desk, complaint(sent(write(desk, INES), "ack_new_ticket"), INES), mail_from="")
    with desk.store.begin() as work:
        assert work.opt_outs.remove(INES) == 1
    assert stopped(desk) == []
