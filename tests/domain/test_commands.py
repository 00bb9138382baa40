"""Mail commands as they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.commands import LATER, MAX_COMMANDS, addresses_in, problems, read_orders

ALL = frozenset({"internal", "status", "priority", "type", "app", "component", "assign", "call", "allow", "help"})


def names(text: str) -> list[str]:
    return [command.name for command in read_orders(text).commands]


def wrong(text: str, allowed: frozenset[str] = ALL) -> list[str]:
    return problems(read_orders(text), allowed)


def test_commands_are_the_first_lines_and_the_rest_is_text() -> None:
    orders = read_orders("\n#priority high\n  #ASSIGN nadia@harbor.example  \n\nHello\n#status closed")
    assert [str(command) for command in orders.commands] == ["#priority high", "#assign nadia@harbor.example"]
    assert orders.rest == "Hello\n#status closed"


@pytest.mark.parametrize(
    "text", ["Hello\n#status closed", "#1 problem", "# heading", "##status closed", "", "#", "-#status x"]
)
def test_other_beginnings_are_no_commands(text: str) -> None:
    assert names(text) == []
    assert read_orders(text).rest == text.strip()


def test_a_hash_tag_with_words_is_a_command_and_therefore_a_fault() -> None:
    assert wrong("#thanks for all") == ["#thanks is not a command. Write #help for the list."]


def test_a_mail_has_a_bounded_number_of_commands() -> None:
    assert len(names("#help\n" * 500)) == MAX_COMMANDS


@given(st.text(max_size=300))
def test_any_text_is_read_without_an_error(text: str) -> None:
    orders = read_orders(text)
    problems(orders, ALL)
    assert len(orders.rest) <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "#status solved",
        "#Priority HIGH",
        "#type incident",
        "#assign <nadia@harbor.example>",
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
        ("#assign nadia", "needs a mail address"),
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


@pytest.mark.parametrize("name", sorted(LATER))
def test_words_of_later_versions_are_refused_in_so_many_words(name: str) -> None:
    assert wrong(f"#{name} x") == [f"#{name} is not available in this version."]


def test_a_role_may_do_only_what_is_allowed() -> None:
    assert wrong("#status solved", frozenset({"help"})) == ["#status is not allowed for your role."]


def test_an_address_is_found_with_and_without_brackets() -> None:
    assert addresses_in("Ines <Ines@Lumen.example> ten minutes") == "ines@lumen.example"
    assert addresses_in("ten minutes") is None
