"""No oracle: whether a number exists, belongs to somebody else, is closed or was merged cannot be told from outside.

The same mail is written to desks in the same state, and only its number differs; what leaves is compared as it is.
"""

import json
from pathlib import Path

import pytest
from sqlalchemy import event

from gateway.desk.desk import Desk
from tests.support.desk import ESCALATION_FIELDS, Document, build_desk, change, further_store, open_case, write
from tests.support.people import ESCALATION, INES, ROSA, STRANGER, SUPPORT

UNKNOWN, FOREIGN, CLOSED, MERGED, TRIAGE = "T-001099", "T-001001", "T-001002", "T-001003", "T-001005"
NUMBERS = [FOREIGN, CLOSED, MERGED, TRIAGE]


def desk_in(folder: Path, schema: bytes) -> Desk:
    """A desk with tickets of Birch, open, closed and merged, one of a stranger, and one of Acorn."""
    desk = build_desk(further_store(schema, folder), folder)
    for _ in range(3):
        open_case(desk, ROSA)
    change(desk, CLOSED, state="closed")
    change(desk, MERGED, state="merged", merged_into=1)
    open_case(desk, INES)
    open_case(desk, "else@nowhere.example")
    return desk


def shown(document: Document, number: str) -> str:
    """Everything that would leave for people outside, the number itself blotted out."""
    outgoing = [one for one in document["outgoing"] if one["audience"] == "customer"]
    return json.dumps(outgoing, sort_keys=True).replace(number, "T-######")


ID = {"Message-ID": "<probe@acorn.example>"}
PROBES = [
    (ESCALATION, "x", "Ticket number: {}\n" + ESCALATION_FIELDS),
    (ESCALATION, "Escalate {}", "please"),
    (SUPPORT, "Re: [{}] x", "Any news?"),
    (SUPPORT, "x", "Ticket: {}\nAny news?"),
    (SUPPORT, "x", "Any news?\n\nOn Monday Vendor wrote:\n> ticket {}"),
    (f"{SUPPORT}, {ESCALATION}", "Re: [{}] x", ESCALATION_FIELDS),
    ("support+{}.aaaaaaaaaaaaaaaaaaaaaaaaaaa@vendor.example", "x", "Any news?"),
    ("support+{}.aaaaaaaaaaaaaaaaaaaaaaaaaaa@vendor.example", "Re: [{}]", "Any news?"),
    ("support+{}@vendor.example", "x", "Any news?"),
]


@pytest.mark.parametrize(("to", "subject", "text"), PROBES)
@pytest.mark.parametrize("sender", [INES, STRANGER])
def test_every_number_that_is_not_mine_is_answered_alike(
    tmp_path: Path, sqlite_schema: bytes, sender: str, to: str, subject: str, text: str
) -> None:
    def seen(number: str) -> str:
        desk = desk_in(tmp_path / number, sqlite_schema)
        written = write(
            desk, sender, text.format(number), to=to.format(number), subject=subject.format(number), headers=ID
        )
        desk.store.close()
        return shown(written, number)

    unknown = seen(UNKNOWN)
    assert unknown != "[]"
    for number in NUMBERS:
        assert seen(number) == unknown


@pytest.mark.parametrize("number", [UNKNOWN, FOREIGN])
def test_without_proof_there_is_no_answer_to_compare(tmp_path: Path, sqlite_schema: bytes, number: str) -> None:
    desk = desk_in(tmp_path / "desk", sqlite_schema)
    for to in (SUPPORT, ESCALATION):
        document = write(desk, INES, ESCALATION_FIELDS, to=to, subject=f"[{number}]", proof="")
        assert [one for one in document["outgoing"] if one["audience"] == "customer"] == []
    desk.store.close()


def work_for(desk: Desk, sender: str, number: str, probe: tuple[str, str, str]) -> list[str]:
    """The statements that a probe costs, in their order."""
    to, subject, text = probe
    done: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        done.append(statement)

    event.listen(desk.store.engine, "before_cursor_execute", note)
    write(desk, sender, text.format(number), to=to.format(number), subject=subject.format(number))
    event.remove(desk.store.engine, "before_cursor_execute", note)
    return done


@pytest.mark.parametrize("sender", [INES, STRANGER])
def test_every_number_that_is_not_mine_costs_the_same_work(tmp_path: Path, sqlite_schema: bytes, sender: str) -> None:
    """Counted in statements of the database: what an answer takes beyond them is the same code for all of them."""

    def costs(number: str) -> list[list[str]]:
        desk = desk_in(tmp_path / number, sqlite_schema)
        write(desk, sender, "so that nothing is looked up for the first time", headers={"Message-ID": "<0@x.example>"})
        done = [work_for(desk, sender, number, probe) for probe in PROBES]
        desk.store.close()
        return done

    unknown = costs(UNKNOWN)
    assert all(len(statements) > 5 for statements in unknown)
    for number in NUMBERS:
        assert costs(number) == unknown, number
