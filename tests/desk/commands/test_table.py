"""The table of mail commands, and what is read from it."""

from gateway.desk.commands.table import TABLE, VOCABULARY
from gateway.domain.commands import problems, read_mail_commands
from tests.support.words import said, shipped_templates

# what is promised outside (docs/domain.md, "What is seen from outside"); a command beyond that need not stand here
PROMISED = (
    "internal status priority type app component assign line call for ticket merge outage scope redirect problem allow "
    "discard undo show take watch leave cc remove block unblock blocked help "
    "reply override indemnified accept decline plan update level resolve close approve refuse"
)
EVERYTHING = frozenset(TABLE)


def test_every_command_that_is_promised_has_a_row() -> None:
    assert set(PROMISED.split()) <= set(TABLE)


def test_the_example_of_every_command_is_understood() -> None:
    for row in TABLE.values():
        [command] = read_mail_commands(row.word.example).commands
        assert command.name == row.word.name
        assert row.word.argument.fits(command.argument), row.word.example


def test_a_command_without_an_effect_is_refused_by_a_sentence_of_its_own() -> None:
    for name, row in TABLE.items():
        given = read_mail_commands(row.word.example)
        found = said(problems(given, VOCABULARY, EVERYTHING))
        assert found == ([] if row.effect else [f"#{name} is not available in this version."])


def test_an_argument_that_does_not_fit_is_refused_with_what_is_needed() -> None:
    given = read_mail_commands("#assign\n#status gone\n#app")
    assert said(problems(given, VOCABULARY, EVERYTHING)) == [
        "#assign needs me, a name or a mail address.",
        "#status needs one of: open, pending, on_hold, solved, closed.",
        "#app needs the code of an application.",
    ]


def test_the_words_of_help_are_about_commands_that_there_are() -> None:
    keys = [key for key in shipped_templates().words("en").phrases if key.startswith("help.")]
    assert [key for key in keys if key.removeprefix("help.") not in TABLE] == []
