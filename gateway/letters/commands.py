"""What became of the commands in a mail."""

from dataclasses import dataclass
from typing import ClassVar, Self

from gateway.letters.letter import Audience, Letter
from gateway.letters.samples import ENGINEER, NAMED_CUSTOMER, TICKET, VENDOR
from gateway.letters.views import Recipient, TicketView


@dataclass(frozen=True, slots=True)
class TranscriptLetter(Letter):
    """What became of an engineer's mail. `lines` are "command: result" for a transcript, else what is wrong.

    `written`: what they wrote, where nothing was done with it. `no_right`: not for a fault in their commands.
    """

    AUDIENCE: ClassVar[Audience] = "vendor"
    TEMPLATES: ClassVar[tuple[str, ...]] = ("command_transcript", "command_error", "agent_reply_held")
    ticket: TicketView | None
    lines: tuple[str, ...]
    written: str = ""
    no_right: bool = False

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        done = ("#priority high: priority is high now", "#assign second@vendor.example: assigned")
        wrong = ("#priority urgent: urgent is no priority; possible are critical, high, medium, low",)
        held = ("it quotes the internal note 12 (mail 34)",)
        lines = {"command_error": wrong, "agent_reply_held": held}.get(template, done)
        written = {"command_error": "#priority urgent\n\nWe look into it."}.get(template, "")
        return cls(VENDOR, recipient, TICKET, lines, written)


@dataclass(frozen=True, slots=True)
class CaseLetter(Letter):
    """A whole case by mail; its notes stand below. `people`: who takes part, with how."""

    AUDIENCE: ClassVar[Audience] = "vendor"
    TEMPLATES: ClassVar[tuple[str, ...]] = ("case_by_mail",)
    ticket: TicketView
    organization: str | None
    requester: str
    people: tuple[str, ...]

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        people = ("Paul Adler (paul@acorn.example): in copy", f"Eli Stone ({ENGINEER}): hears of it")
        return cls(VENDOR, recipient, TICKET, "Acorn", NAMED_CUSTOMER, people)


@dataclass(frozen=True, slots=True)
class CommandView:
    """A command as people write it. `help` says what it does and `needs` what stands behind it; both can be empty."""

    example: str
    help: str
    needs: str


@dataclass(frozen=True, slots=True)
class CommandsOf:
    """Commands that the same people may give. `who`: they, in words; `yours`: the reader is one of them."""

    who: str
    yours: bool
    commands: tuple[CommandView, ...]


@dataclass(frozen=True, slots=True)
class HelpLetter(Letter):
    """Every command there is, with who may give it; the words about each stand in words.toml, "phrases.help"."""

    AUDIENCE: ClassVar[Audience] = "vendor"
    TEMPLATES: ClassVar[tuple[str, ...]] = ("command_help",)
    groups: tuple[CommandsOf, ...]

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        status = CommandView("#status solved", "another state", "one of: open, pending, on_hold, solved, closed")
        ours = CommandsOf("all of us", True, (status, CommandView("#watch", "you hear what happens", "")))
        theirs = CommandsOf("regional managers", False, (CommandView("#approve", "", ""),))
        return cls(VENDOR, recipient, (ours, theirs))
