"""Who of us gets a new ticket: a group or a person by rule, else the engineers of the region."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from gateway.config import shipped
from gateway.desk.desk import Desk
from gateway.rules.decisions.book import RuleBook
from gateway.store.store import Store
from tests.support.desk import (
    Document,
    build_desk,
    case,
    do_not_sync,
    load,
    new_id,
    notes,
    reply_address,
    sent,
    templates_of,
    write,
)
from tests.support.people import DIRECTORY, INES, NADIA, SUPPORT

BILLING = "billing@vendor.example"
BEA, BO, DORA, LARS = (f"{name}@vendor.example" for name in ("bea", "bo", "dora", "lars"))
PEOPLE = f"""
[[staff]]
email = "{BEA}"
name = "Bea Count"
roles = ["training"]

[[staff]]
email = "{BO}"
name = "Bo Count"
roles = ["training"]
away = [{{ from = 2026-03-01, to = 2026-03-31 }}]

[[staff]]
email = "{DORA}"
name = "Dora Base"
roles = ["engineer"]

[[staff]]
email = "{LARS}"
name = "Lars Deep"
roles = ["security"]

[[group]]
code = "billing"
name = "Billing team"
members = ["{BEA}", "{BO}"]

[[group]]
code = "databases"
name = "Database lab"
members = ["{LARS}"]

[[group]]
code = "nobody"
name = "All away"
members = ["{BO}"]
"""
RULES = f"""
[[rule]]
id = "billing"
why = "Mail about invoices."
when = {{ address = "{BILLING}" }}
verdict = {{ group = "billing" }}
example = [{{ address = "{BILLING.upper()}" }}]

[[rule]]
id = "databases"
why = "Dora knows printers, and the lab is behind her."
when = {{ component = "printing", region = "emea" }}
verdict = {{ person = "{DORA.title()}", group = "billing", line_2 = "databases" }}
example = [{{ component = "printing", region = "EMEA" }}]

[[rule]]
id = "away"
why = "A group of which nobody is there."
when = {{ app = "till", type = "change_request" }}
verdict = {{ group = "nobody" }}
example = [{{ app = "till", type = "change_request" }}]

[[rule]]
id = "gone"
why = "A group that the directory has no more."
when = {{ subject = "ghost" }}
verdict = {{ group = "ghosts" }}
example = [{{ subject = "A ghost." }}]

"""


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    """The desk of Example Software with two groups, rules for them, and a second support address."""
    do_not_sync(store)
    folder = tmp_path / "rules"
    shutil.copytree(shipped("rules"), folder)
    routing = folder / "decisions" / "routing.toml"
    routing.write_text(RULES + routing.read_text(), encoding="utf-8")
    addresses = {"support": [SUPPORT, BILLING]}
    built = build_desk(store, tmp_path, DIRECTORY + PEOPLE, addresses=addresses)
    return replace(built, rules=RuleBook.load(folder))


def told(document: Document, template: str = "agent_new_ticket") -> list[str]:
    """Who hears of it."""
    return sorted(sent(document, template)["envelope_to"])


def test_r12_a_ticket_is_given_to_a_group_by_the_address_it_came_to(desk: Desk) -> None:
    done = write(desk, INES, to=BILLING)
    found = case(desk, done["ticket"])
    assert (found["state"], found["group"], found["assignee"], found["triage"]) == ("new", "billing", None, False)
    assert (found["address"], told(done)) == (BILLING, [BEA])  # Bo is away
    assert "Group: Billing team" in sent(done, "agent_new_ticket")["text"]
    assert "Given to Billing team by the rule routing/billing." in notes(desk, done["ticket"], "internal")

    answered = write(desk, BEA, "It is on its way.", to=reply_address(desk, done["ticket"]))
    assert templates_of(answered, "customer") == ["agent_public_reply"]
    assert case(desk, done["ticket"])["assignee"] == BEA  # who answers a ticket of their group takes it


def test_r12_without_a_rule_or_a_group_that_is_there_the_engineers_of_the_region_get_it(desk: Desk) -> None:
    plain, away, ghost = (
        write(desk, INES, subject="About the menu"),
        write(desk, INES, "App: till\nType: change request\n\nPlease add a printer."),
        write(desk, INES, subject="About a ghost"),
    )
    assert [told(one) for one in (plain, away, ghost)] == [[NADIA]] * 3
    groups = [(case(desk, one["ticket"])["group"], case(desk, one["ticket"])["triage"]) for one in (plain, away, ghost)]
    assert groups == [(None, False), ("nobody", False), (None, True)]  # what the directory lacks is looked at


def test_r12_a_person_by_rule_has_the_ticket_at_once(desk: Desk) -> None:
    done = write(desk, INES, "Component: printing\n\nIt is slow.")
    found = case(desk, done["ticket"])
    assert (found["state"], found["assignee"], told(done)) == ("open", DORA, [DORA])

    load(desk, (DIRECTORY + PEOPLE).replace('Base"', 'Base"\naway = [{ from = 2026-03-03, to = 2026-03-03 }]'))
    other = write(desk, INES, "Component: printing\n\nIt is slow again.", subject="Once more")
    found = case(desk, other["ticket"])
    assert (found["state"], found["assignee"], found["group"], told(other)) == ("new", None, "billing", [BEA])


def test_r07_a_ticket_goes_to_a_group_by_command_and_one_of_it_takes_it(desk: Desk) -> None:
    number = write(desk, INES)["ticket"]
    given = write(desk, NADIA, "#assign billing team", to=reply_address(desk, number))
    assert told(given, "agent_group_assigned") == [BEA]
    assert "to the group Billing team" in sent(given, "agent_group_assigned")["text"]
    found = case(desk, number)
    assert (found["group"], found["assignee"], found["state"]) == ("billing", None, "new")
    write(desk, BEA, "#take", to=reply_address(desk, number))
    found = case(desk, number)
    assert (found["group"], found["assignee"], found["state"]) == ("billing", BEA, "open")


def test_r07_the_second_line_of_a_ticket_is_the_group_that_a_rule_names(desk: Desk) -> None:
    number = write(desk, INES, "Component: printing\n\nIt is slow.")["ticket"]
    handed = write(desk, DORA, "#line 2 needs somebody who knows it", to=reply_address(desk, number))
    assert told(handed, "handover_line") == [LARS]
    assert case(desk, number)["state"] == "on_hold"
    write(desk, LARS, "#internal\nThe index was missing.", to=reply_address(desk, number))
    assert case(desk, number)["state"] == "open"  # the line has answered


@pytest.mark.parametrize("first", [SUPPORT, BILLING])
def test_r01_the_same_mail_through_two_of_our_addresses_is_one_ticket(desk: Desk, first: str) -> None:
    both, headers = f"{SUPPORT}, {BILLING}", {"Message-ID": new_id()}
    second = BILLING if first == SUPPORT else SUPPORT
    done = [write(desk, INES, recipients=[one], to=both, headers=headers) for one in (first, second)]
    assert [one["decision"] for one in done] == ["new", "duplicate"]
    assert {one["ticket"] for one in done} == {done[0]["ticket"]}
    assert case(desk, done[0]["ticket"])["group"] == "billing"  # whichever delivery came first
    once = write(desk, INES, "Something else.", subject="Else", recipients=[SUPPORT, BILLING], to=both)
    assert (once["decision"], len(case(desk, once["ticket"])["notes"])) == ("new", 2)
