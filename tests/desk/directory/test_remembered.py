"""What is remembered of the directory is the same for every mail, whatever became of the mails before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gateway.desk.delivery.dispatch import dispatch
from gateway.desk.desk import Desk
from gateway.domain.directory.calendar import BusinessCalendar
from gateway.ports import Reply
from tests.support.desk import escalate, load, open_case, sent, write
from tests.support.people import CORA, DIRECTORY, ESCALATION, INES, NADIA, ROSA

DANA = "dana@vendor.example"  # looks after Birch, as Cora does after Acorn
OTHER_CSM = DIRECTORY.replace(
    f'domains = ["birch.example"]\nregion = "emea"\ncsm = "{CORA}"',
    f'domains = ["birch.example"]\nregion = "emea"\ncsm = "{DANA}"',
)


@dataclass(frozen=True)
class Refusing:
    """A smarthost that takes no mail to one address."""

    address: str

    def send(self, _envelope_from: str, recipients: Sequence[str], _content: bytes) -> Mapping[str, Reply]:
        no, yes = Reply(554, "5.7.1 not from you"), Reply(250, "2.0.0 queued")
        return {one: no if one == self.address else yes for one in recipients}

    def close(self) -> None:
        """Nothing is kept open."""


def test_a_refused_escalation_mail_of_one_customer_changes_nobody_who_hears_of_another_customer(desk: Desk) -> None:
    load(desk, OTHER_CSM)
    number = open_case(desk, INES)
    before = sent(write(desk, ROSA, subject="Scale"), "agent_new_ticket")
    assert before["envelope_to"] == [NADIA]
    escalate(desk, number)
    dispatch(desk, Refusing(INES))
    after = sent(write(desk, ROSA, "Another thing.", subject="Scale again"), "agent_new_ticket")
    assert after["envelope_to"] == [NADIA]


def test_everything_that_is_remembered_cannot_be_changed(desk: Desk) -> None:
    escalate(desk, open_case(desk, INES))
    write(desk, ROSA, to=ESCALATION, subject="Also urgent")
    write(desk, "somebody@ac0rn.example", subject="A look-alike")
    found = list(desk.store._cache._found.values())
    assert len(found) > 10
    assert [one for one in found if not _frozen(one)] == []


def _frozen(value: object) -> bool:
    """Can nothing in it be replaced? What a calendar has reckoned before is its own business."""
    if isinstance(value, tuple | frozenset):
        return all(map(_frozen, value))
    if isinstance(value, BusinessCalendar):
        return True
    try:
        return hash(value) is not None
    except TypeError:
        return type(value).__name__ == "mappingproxy"
