"""What causes a change: who acts, when, through which channel, and the mail that brought it, where one did.

Use cases take an `Event`, so that a mail, a command line, a timer, the API and the console call the same verbs.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from gateway.domain.directory.entries import Organization, Staff
from gateway.domain.outgoing.cause import OURS, Cause
from gateway.domain.outgoing.entry import SentFile
from gateway.domain.phrase import Phrase
from gateway.mail.message import Attachment, Mailbox

Channel = Literal["mail", "phone", "portal", "cli", "api", "console", "system"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts. An empty address is the gateway itself, or somebody who cannot be named.

    `proven`: it is really them. `language`: the one in which they write, None where nobody knows.
    """

    address: str
    name: str = ""
    organization: Organization | None = None
    staff: Staff | None = None
    proven: bool = True
    language: str | None = None

    @property
    def is_staff(self) -> bool:
        """One of our own people, by the directory; whether it is really them is `proven`."""
        return self.staff is not None

    @property
    def mailbox(self) -> Mailbox:
        """For a To field."""
        return Mailbox(self.name, self.address)


GATEWAY: Final = Actor("")


@dataclass(frozen=True, slots=True)
class MailRef:
    """The stored mail behind an event, with what an answer to it needs (RFC 5322 section 3.6.4).

    `unanswered`: why it gets no automatic answer, None where it does. `vouched`: a person let it out of quarantine.
    """

    id: int
    message_id: str | None = None
    references: tuple[str, ...] = ()
    unanswered: Phrase | None = None
    vouched: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened at a time (UTC). `text` and `files`: what came with it, for those who are told.

    `cause`: for whom the mails count that we write because of it.
    """

    at: datetime
    actor: Actor
    channel: Channel
    mail: MailRef | None = None
    text: str = ""
    files: tuple[SentFile, ...] = ()
    cause: Cause = OURS


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody wrote or said, to be kept as a note. `via`: `bcc` where only an envelope named our address.

    `reached`: the addresses, lower case, that have the mail already, as they stand in its To or Cc. `announced`: the
    quote in which they say that their answers stand, where they write nothing else.
    """

    author: str | None  # an address, None for the gateway itself
    text: str
    attachments: tuple[Attachment, ...] = ()
    via: str | None = None
    reached: frozenset[str] = frozenset()
    announced: str = ""
