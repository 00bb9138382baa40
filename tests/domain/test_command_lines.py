"""Lines that look like commands, and lines that do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.desk.commands.table import VOCABULARY
from gateway.domain.command_lines import command_in, meant, visible
from gateway.domain.commands import problems, read_mail_commands
from tests.support.words import said


@pytest.mark.parametrize(
    "line",
    [
        "#internal",
        "\uff03internal",
        "\uff03\uff49\uff4e\uff54\uff45\uff52\uff4e\uff41\uff4c",
        "#INTERNAL:",
        "#internal.",
        "- #internal",
        "\u2022 #internal",
        "1. #internal",
        "2) #internal:",
        "a) #internal",
        "3\ufe0f\u20e3 #internal",
        "**#internal**",
        "#**internal**",
        "*#internal:*",
        "`#internal`",
        '"#internal"',
        "\u201e#internal\u201c",
        "\u00ab #internal \u00bb",
        "\u300c#internal\u300d",
        "[#internal]",
        "\u200b#internal",
        "#in\u00adter\u200dnal",
        "\ufeff\u2060 #internal",
        "# internal",
        "##internal",
        "Hi Nadia, #internal",
        "Hallo zusammen! #internal",
        "Bonjour, #internal",
        "\u3053\u3093\u306b\u3061\u306f\u3001#internal",
        "Hello #internal",
    ],
)
def test_a_disguised_word_is_the_command(line: str) -> None:
    assert command_in(line, VOCABULARY) == ("internal", "")


@pytest.mark.parametrize(
    ("line", "name", "argument"),
    [
        ("- #status: solved.", "status", "solved"),
        ("*#priority high*", "priority", "high"),
        ('"#assign <nadia@vendor.example>"', "assign", "<nadia@vendor.example>"),
        ("#call ines@acorn.example she said: no.", "call", "ines@acorn.example she said: no."),
        ("#internal: they have not paid.", "internal", "they have not paid."),
        ("\uff03status\uff1asolved", "status", "solved"),
        ("#interal they pay late", "interal", "they pay late"),
    ],
)
def test_what_stands_behind_is_the_argument(line: str, name: str, argument: str) -> None:
    assert command_in(line, VOCABULARY) == (name, argument)


@pytest.mark.parametrize(
    "line",
    [
        "#1 problem is the cache",
        "See issue #123 and #4",
        "We write it in C# now",
        "C#, #fff and #00ff00",
        "#ff8800 is the colour",
        "#T-001001 is the same",
        "#PR12 mends it",
        "# Steps to take",
        "#!/bin/sh",
        "#include <stdio.h>",
        "It is in our channel #release-notes",
        "See https://docs.vendor.example/page#internal for it",
        "Press # twice",
        "In Slack, #general says the same",
        "",
    ],
)
def test_ordinary_lines_with_a_hash_are_no_commands(line: str) -> None:
    assert command_in(line, VOCABULARY) is None
    assert read_mail_commands(line, VOCABULARY).commands == ()


@pytest.mark.parametrize("line", ["> #status closed", " \u200b> #internal", "NB> #internal", ">> #fly"])
def test_a_line_that_a_mail_program_quoted_stays_text(line: str) -> None:
    assert read_mail_commands(line, VOCABULARY).commands == ()


@pytest.mark.parametrize(
    "text",
    [
        "Hello\n\nplease note that this is #internal for now",
        "They pay late (#internal)",
        "The rest is secret.\n\nRegards\n- #internal",
    ],
)
def test_internal_counts_wherever_it_stands(text: str) -> None:
    given = read_mail_commands(text, VOCABULARY)
    assert given.has("internal")
    assert given.rest.splitlines()[0] == text.splitlines()[0]


def test_a_misspelt_internal_inside_a_sentence_is_a_fault() -> None:
    given = read_mail_commands("They pay late, #interna only", VOCABULARY)
    assert said(problems(given, VOCABULARY, frozenset(VOCABULARY))) == [
        "#interna is not a command. Did you mean #internal?"
    ]


@pytest.mark.parametrize(
    ("word", "likely"), [("statsu", "status"), ("prio", "priority"), ("intern", "internal"), ("zzz", None)]
)
def test_an_unknown_word_is_compared_with_the_table(word: str, likely: str | None) -> None:
    assert meant(word, VOCABULARY) == likely


def test_words_behind_a_command_without_argument_are_not_lost() -> None:
    given = read_mail_commands("#help me understand", VOCABULARY)
    [problem] = said(problems(given, VOCABULARY, frozenset(VOCABULARY)))
    assert "#help stands alone" in problem


@given(st.text(max_size=200))
def test_any_line_is_read_without_an_error(line: str) -> None:
    command_in(f"#{line}", VOCABULARY)


@given(st.text(max_size=40))
def test_what_nobody_sees_is_taken_out_whether_a_line_is_ascii_or_not(line: str) -> None:
    assert visible(f"{line}é") == f"{visible(line)}é"
