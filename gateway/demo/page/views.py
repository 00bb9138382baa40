"""What the page shows. Frozen values; all of them are text but `MailView.html`, markup that was made inert."""

from dataclasses import dataclass

from gateway.demo.words import KeptBack


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody whom a mail reaches: their address, name and who they are to us."""

    address: str
    name: str
    role: str
    ours: bool


@dataclass(frozen=True, slots=True)
class MailView:
    """A mail as its reader sees it. `html`: made safe, None where the mail has none; `files`: names of attachments.

    `defused`: what of its markup would have done something.
    """

    sender: str
    to: str
    cc: str
    subject: str
    date: str
    text: str
    html: str | None
    files: tuple[str, ...]
    defused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OutgoingView:
    """A mail of ours: who reads it, and why it did not leave where it did not. `audience`: customer or vendor."""

    title: str
    template: str
    audience: str
    audience_words: str
    readers: tuple[Reader, ...]
    not_sent: str | None
    returned: tuple[str, ...]
    mail: MailView


@dataclass(frozen=True, slots=True)
class Ground:
    """A decision and its reason. `facts`: what the gateway found out before, as words and value."""

    says: str
    tone: str
    rule: str
    why: str
    missing: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One scene on the page.

    `note`: the words that were kept on the case; `left_out`: what they do not repeat; `inside`: nobody outside reads
    them.
    """

    number: int
    anchor: str
    title: str
    arrived: MailView | None
    ground: Ground
    note: str
    left_out: tuple[str, ...]
    inside: bool
    kept_back: tuple[KeptBack, ...]
    outgoing: tuple[OutgoingView, ...]


@dataclass(frozen=True, slots=True)
class Clock:
    """A deadline. `tone`: done, refused (late) or quiet."""

    name: str
    due: str
    says: str
    tone: str


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note of the case."""

    author: str
    at: str
    text: str
    inside: bool


@dataclass(frozen=True, slots=True)
class Case:
    """A ticket, a license, or what belongs to neither, with its story."""

    anchor: str
    number: str
    title: str
    owner: str
    state: str
    facts: tuple[tuple[str, str], ...]
    clocks: tuple[Clock, ...]
    people: tuple[Reader, ...]
    notes: tuple[NoteView, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Everything."""

    desk: str
    played_at: str
    cases: tuple[Case, ...]

    @property
    def steps(self) -> tuple[Step, ...]:
        """All scenes, in the order in which they happened."""
        return tuple(sorted((step for case in self.cases for step in case.steps), key=lambda step: step.number))

    @property
    def arrived(self) -> int:
        """How many mails came in."""
        return sum(step.arrived is not None for step in self.steps)

    @property
    def went_out(self) -> int:
        """How many mails left."""
        return sum(mail.not_sent is None for step in self.steps for mail in step.outgoing)

    @property
    def stayed(self) -> int:
        """How many things were kept back."""
        return sum(len(step.kept_back) for step in self.steps)
