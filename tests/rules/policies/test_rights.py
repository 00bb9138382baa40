"""What our own people may do: every command and deed, for every role, on every relation to a ticket."""

import re
import tomllib
from itertools import product
from pathlib import Path
from typing import get_args

import pytest

from gateway.config import shipped
from gateway.desk.commands.table import VOCABULARY
from gateway.directory_file.form import StaffRole
from gateway.domain.commands import Word
from gateway.domain.rights import ANSWER, DEEDS, ESCALATE, Lack, Reach, Relation
from gateway.errors import ConfigurationFaults
from gateway.rules.folder import RulesFolder
from gateway.rules.policies.access import ACCESS, Access
from gateway.toml import Source

PAGE = Path(__file__).parents[3] / "docs" / "domain.md"
ROLES: tuple[str, ...] = get_args(StaffRole)
DOING: dict[str, Word | str] = {**{name: name for name in DEEDS}, **VOCABULARY}
RELATIONS = [Relation(own, region) for own, region in product((True, False), repeat=2)]
THEIRS, IN_REGION, ELSEWHERE = Relation(True, True), Relation(False, True), Relation(False, False)
ACCOUNT_TEAM, ENGINEERS = ("csm", "account_executive", "partner_manager"), ("engineer", "support_lead", "second_line")
GROUPS = '[roles]\naccount_team = ["csm"]\nfirst_line = ["engineer"]\n'


def access(text: str) -> Access:
    return ACCESS.of(Source("access.toml", tomllib.loads(text + GROUPS)))


@pytest.fixture(scope="module")
def rules() -> Access:
    """Rights as they are shipped."""
    return ACCESS.read(RulesFolder(shipped("rules")))


def documented() -> dict[tuple[str, str], str]:
    """The table of the page: on whose tickets, by deed and role."""
    table = PAGE.read_text("utf-8").partition("<!-- drawn: rights -->\n")[2].partition("<!-- end -->")[0]
    head, _, *lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
    return {
        (name, role): cell
        for line in lines
        for name in re.findall(r"\w+", line[0])
        for roles, cell in zip(head[1:], line[1:], strict=True)
        for role in roles.split(", ")
    }


def test_every_cell_of_the_documented_matrix_is_what_is_decided(rules: Access) -> None:
    reaches: dict[str, Reach] = {reach: reach for reach in get_args(Reach)}
    page = documented()
    assert page.keys() == set(product(DOING, ROLES))
    wrong = [
        (name, role, relation)
        for (name, role), relation in product(page, RELATIONS)
        if (rules.lack((role,), DOING[name], relation) is None)
        != (page[name, role] in reaches and relation.within(reaches[page[name, role]]))
    ]
    assert wrong == []


@pytest.mark.parametrize("role", ACCOUNT_TEAM)
def test_the_account_team_can_do_nothing_on_the_tickets_of_other_customers(rules: Access, role: str) -> None:
    assert [name for name, deed in DOING.items() if rules.lack((role,), deed, IN_REGION) is None] == []


@pytest.mark.parametrize("role", ENGINEERS)
def test_engineers_do_what_they_did_before_wherever_it_is(rules: Access, role: str) -> None:
    of_all = [deed for deed in DOING.values() if not isinstance(deed, Word) or deed.who == ("staff",)]
    assert [deed for deed in of_all if rules.lack((role,), deed, ELSEWHERE)] == []


def test_nobody_without_a_role_loses_a_right(rules: Access) -> None:
    assert rules.lack((), VOCABULARY["status"], ELSEWHERE) is None
    assert rules.lack((), ANSWER, ELSEWHERE) is None


@pytest.mark.parametrize("text", ["", '[commands]\nstaff = ["status", "show"]\n'])
def test_a_file_of_before_has_the_rights_that_are_shipped(text: str) -> None:
    rights = access(text)
    assert rights.lack(("csm",), VOCABULARY["show"], THEIRS) is None
    assert rights.lack(("csm",), VOCABULARY["status"], THEIRS) == "role"
    assert rights.lack(("csm",), ANSWER, ELSEWHERE) == "own"
    assert rights.lack(("engineer",), VOCABULARY["status"], ELSEWHERE) is None


def test_engineers_are_bound_to_their_regions_by_one_line() -> None:
    rights = access('[reach]\nfirst_line = "regions"\n')
    found = [rights.lack(("engineer",), VOCABULARY["status"], relation) for relation in (IN_REGION, ELSEWHERE)]
    assert found == [None, "regions"]


def test_a_role_says_more_than_its_group_and_each_table_for_itself() -> None:
    rights = access('[reach]\ncsm = "everywhere"\n')
    assert rights.lack(("csm",), VOCABULARY["show"], ELSEWHERE) is None
    assert rights.lack(("csm",), VOCABULARY["status"], ELSEWHERE) == "role"


def test_a_vendor_lets_the_account_team_do_what_all_of_their_people_do() -> None:
    rights = access('[may]\naccount_team = ["staff"]\n')
    assert rights.lack(("csm",), VOCABULARY["status"], THEIRS) is None
    assert rights.lack(("csm",), VOCABULARY["accept"], THEIRS) == "role"


@pytest.mark.parametrize(
    ("roles", "lack"),
    [(("csm", "engineer"), None), (("csm", "viewer"), "own"), (("csm", "regional_manager"), "regions")],
)
def test_several_roles_add_up(rules: Access, roles: tuple[str, ...], lack: Lack | None) -> None:
    assert rules.lack(roles, ANSWER, ELSEWHERE) == lack


def test_a_command_that_is_switched_off_is_off_for_operators_too() -> None:
    rights = access("[who_may]\ndiscard = []\nescalate = []\n")
    assert rights.lack(("operator",), VOCABULARY["discard"], THEIRS) == "role"
    assert rights.lack(("engineer",), ESCALATE, THEIRS) == "role"


@pytest.mark.parametrize("table", ['[may]\nacount_team = ["show"]\n', '[reach]\nacount_team = "own"\n'])
def test_a_mistyped_role_is_refused_at_the_start(table: str) -> None:
    with pytest.raises(ConfigurationFaults, match="neither a role of staff nor a group"):
        access(table)
