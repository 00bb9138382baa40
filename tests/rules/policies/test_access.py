"""Who may give which mail command."""

import tomllib

from gateway.domain.commands import NOTHING, Word
from gateway.rules.policies.access import ACCESS, Access
from gateway.toml import Source

ROLES = '[roles]\nfirst_line = ["engineer"]\n'
WAVE, BOW = Word("#wave", NOTHING), Word("#bow deeply", NOTHING, who=("csm", "head_of_support"))
KNOWN = {word.name: word for word in (WAVE, BOW)}


def access(text: str) -> Access:
    return ACCESS.of(Source("access.toml", tomllib.loads(text + ROLES)))


def test_a_command_that_the_file_does_not_name_is_for_whom_its_row_says() -> None:
    rights = access("")
    assert rights.allowed(("engineer",), KNOWN) == {"wave"}
    assert rights.allowed(("csm",), KNOWN) == {"wave", "bow"}


def test_the_roles_that_a_file_names_for_a_command_are_all_that_may_give_it() -> None:
    rights = access('[who_may]\nbow = ["engineer"]\nwave = []\n')
    assert rights.allowed(("engineer",), KNOWN) == {"bow"}
    assert rights.allowed(("csm",), KNOWN) == set()
    assert rights.who(BOW) == ("engineer",)


def test_the_lists_by_role_of_an_older_file_still_decide_alone() -> None:
    rights = access('[commands]\nstaff = []\ncsm = ["wave"]\n')
    assert rights.allowed(("engineer", "head_of_support"), KNOWN) == set()
    assert rights.allowed(("csm",), KNOWN) == {"wave"}
