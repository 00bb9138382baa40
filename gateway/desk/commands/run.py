"""A mail of commands while it is carried out: what an effect is given, and what it can ask for."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from gateway.desk.act import Act
from gateway.domain.commands import NOTHING, STAFF, Argument, Command, MailCommands, Need, Vocabulary, Word
from gateway.domain.event import Words
from gateway.domain.outcome import Outcome
from gateway.domain.phrase import Phrase, phrase
from gateway.domain.tickets.requests import PassedOn
from gateway.domain.tickets.ticket import Ticket


class CommandProblem(Exception):
    """A command cannot be carried out; `why` is for the person who gave it. Everything is undone."""

    def __init__(self, why: Phrase) -> None:
        """`why`: said in the language of that person."""
        super().__init__(why.key)
        self.why = why


@dataclass(frozen=True, slots=True)
class Given:
    """Commands that somebody gave, on a ticket or none.

    `words`: theirs, with the files; what stands below the commands is in `commands.rest`. `asked_about`: the
    quarantined mail that an alert of ours, now answered, was about. `passed_on`: a message forwarded with them, with
    its header lines; `message`: the same, read. `subject`: of the mail that brought them.
    """

    commands: MailCommands
    ticket: Ticket | None
    words: Words
    asked_about: int | None = None
    passed_on: str = ""
    message: PassedOn | None = None
    subject: str = ""

    @property
    def inside(self) -> bool:
        """Do the words below the commands stay with us?

        Who hands a customer's mail on, opens a case for one, or makes two of one, writes to colleagues.
        """
        hands_on = (
            self.commands.has("for")
            or self.commands.has("split")
            or (self.commands.has("ticket") and self.message is not None)
        )
        return self.commands.has("internal") or hands_on


@dataclass(frozen=True, slots=True)
class Release:
    """An effect asks that a quarantined mail is processed: only what processes mail can do that.

    `add`: the address that takes part in the case from then on, None for a mail that is let in and no more.
    """

    mail_id: int
    add: str | None = None


Fulfil = Callable[[Act, Release], Outcome]
"""Processes a quarantined mail in the same transaction; what became of it."""


@dataclass(frozen=True, slots=True)
class Run:
    """Commands being carried out; `ticket` as the commands before left it."""

    act: Act
    given: Given
    ticket: Ticket | None
    vocabulary: Vocabulary

    def save(self, ticket: Ticket) -> "Run":
        """The run after the ticket changed to this."""
        return replace(self, ticket=self.act.work.tickets.save(ticket, was=self.required()))

    def required(self) -> Ticket:
        """The ticket. Raises CommandProblem where the mail names none."""
        if self.ticket is None:
            raise CommandProblem(phrase("command.no_ticket"))
        return self.ticket


Effect = Callable[[Run, Command], tuple[Run, Phrase | Release]]
"""Carries a command out: the run afterwards, and what the transcript says of it. Raises CommandProblem."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table of commands; a word without an effect waits for a later version."""

    word: Word
    effect: Effect | None


def row(
    example: str,
    effect: Effect,
    argument: Argument = NOTHING,
    needs: Need = "ticket",
    once: bool = False,
    who: tuple[str, ...] = STAFF,
) -> Row:
    """A line of the table; it stands in the file of its effect."""
    return Row(Word(example, argument, needs, once, who=who), effect)


def later(example: str, argument: Argument = NOTHING, needs: Need = "ticket", who: tuple[str, ...] = STAFF) -> Row:
    """A line of the table for a command that a later version carries out."""
    return Row(Word(example, argument, needs, later=True, who=who), None)
