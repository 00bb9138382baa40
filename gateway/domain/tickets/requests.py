"""What people ask of tickets: the inputs of the use cases in `gateway.desk.tickets`."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from gateway.domain.event import Actor, Words
from gateway.domain.phrase import Phrase
from gateway.domain.tickets.ticket import Note, Ticket
from gateway.domain.topic import NO_TOPIC, MailTopic
from gateway.mail.message import Mailbox

Opening = Literal["new", "follow_up", "no_ticket_at_request"]


@dataclass(frozen=True, slots=True)
class Mentions:
    """The tickets that somebody names. `several`: their own that may be meant, `mentioned`: others of their own,
    `foreign`: those in which they have no part."""

    several: tuple[Ticket, ...] = ()
    mentioned: tuple[Ticket, ...] = ()
    foreign: tuple[Ticket, ...] = ()


@dataclass(frozen=True, slots=True)
class Contribution:
    """What somebody adds to a case: words, who else was written to, and which tickets they name.

    `let_in`: one of our people let the words in; that alone gives a stranger no part in the case. `given_to`: whose
    reply address somebody else used for it. `copy_of`: the note whose words these are; its files stay in its mail.
    """

    words: Words
    copied: tuple[Mailbox, ...] = ()
    mentions: Mentions = field(default_factory=Mentions)
    let_in: bool = False
    given_to: str = ""
    copy_of: Note | None = None


@dataclass(frozen=True, slots=True)
class PassedOn:
    """A message that one of our people passes on. `author`: whom it names, an address or empty; that is no proof."""

    subject: str
    author: str
    words: Words


@dataclass(frozen=True, slots=True)
class NewTicket:
    """A case to be opened for `requester`.

    `follows`: the closed ticket that it continues. `not_found`: the number they named, where no ticket of theirs has
    it. `careful`: what our people are warned of. `silent`: the requester is answered elsewhere. `passed_on_from`: the
    address that a mail which one of our people passes on names as its author. `topic`: what it is about that others
    take care of. `subtype`: of a change request. `received`: when the words came, UTC, where that was before; the
    clocks begin then. `address`: the one of ours to which it came, empty where it came to none.
    """

    requester: Actor
    subject: str
    contribution: Contribution
    code: Opening = "new"
    follows: Ticket | None = None
    not_found: str | None = None
    careful: Phrase | None = None
    silent: bool = False
    passed_on_from: str = ""
    topic: MailTopic = NO_TOPIC
    subtype: str | None = None
    received: datetime | None = None
    address: str = ""
