"""Mail commands as they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.commands.table import VOCABULARY
from gateway.domain.commands import MAX_COMMANDS, addresses_in, problems, read_mail_commands
from tests.support.words import said

ALL = frozenset({"internal", "status", "priority", "type", "app", "component", "assign", "call", "allow", "help"})


def names(text: str) -> list[str]:
    return [command.name for command in read_mail_commands(text).commands]


def wrong(text: str, allowed: frozenset[str] = ALL) -> list[str]:
    return said(problems(read_mail_commands(text), VOCABULARY, allowed))


def test_commands_stand_on_lines_of_their_own_and_the_rest_is_text() -> None:
    orders = read_mail_commands("\n#priority high\n  #ASSIGN nadia@vendor.example  \n\nHello\n#status closed\nBye")
    assert [str(command) for command in orders.commands] == [
        "#priority high",
        "#assign nadia@vendor.example",
        "#status closed",
    ]
    assert orders.rest == "Hello\nBye"


@pytest.mark.parametrize("text", ["Hello\n> #status closed", "#1 problem", "# heading", "", "#", "issue #12"])
def test_other_beginnings_are_no_commands(text: str) -> None:
    assert names(text) == []
    assert read_mail_commands(text).rest == text.strip()


def test_a_hash_tag_with_words_is_a_command_and_therefore_a_fault() -> None:
    assert wrong("#zebras for all") == ["#zebras is not a command. Write #help for the list."]


def test_a_mail_has_a_bounded_number_of_commands() -> None:
    assert wrong("#help\n" * MAX_COMMANDS) == []
    assert wrong("#help\n" * 500) == [f"More than {MAX_COMMANDS} commands stand in one mail."]


@given(st.text(max_size=300))
def test_any_text_is_read_without_an_error(text: str) -> None:
    orders = read_mail_commands(text)
    problems(orders, VOCABULARY, ALL)
    assert len(orders.rest) <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "#status solved",
        "#Priority HIGH",
        "#type incident",
        "#assign <nadia@vendor.example>",
        "#internal\nwords",
        "#help",
    ],
)
def test_well_formed_commands_have_no_problems(text: str) -> None:
    assert wrong(text) == []


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("#status done", "needs one of: open, pending"),
        ("#status", "needs one of"),
        ("#priority urgent", "needs one of: critical"),
        ("#assign", "needs me, a name or a mail address"),
        ("#app", "needs the code of an application"),
        ("#call yesterday", "needs a mail address"),
        ("#fly", "is not a command"),
        ("#status open\n#status solved", "#status is given twice."),
        ("#priority low\n#priority low", "#priority is given twice."),
        ("#assign a@b.example\n#assign c@d.example", "#assign is given twice."),
        ("#type incident\n#type question", "#type is given twice."),
    ],
)
def test_every_fault_is_a_sentence(text: str, part: str) -> None:
    assert part in " ".join(wrong(text))


def test_all_faults_are_told_at_once() -> None:
    assert len(wrong("#fly\n#priority urgent\n#status open\n#status open")) == 3


@pytest.mark.parametrize("name", sorted(name for name, word in VOCABULARY.items() if word.later))
def test_words_of_later_versions_are_refused_in_so_many_words(name: str) -> None:
    assert wrong(f"#{name} x") == [f"#{name} is not available in this version."]


def test_a_role_may_do_only_what_is_allowed() -> None:
    assert wrong("#status solved", frozenset({"help"})) == ["#status is not allowed for your role."]


def test_an_address_is_found_with_and_without_brackets() -> None:
    assert addresses_in("Ines <Ines@Acorn.example> ten minutes") == "ines@acorn.example"
    assert addresses_in("ten minutes") is None
