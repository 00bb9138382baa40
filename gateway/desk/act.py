"""One act of the desk: the event that causes it, and the transaction in which its changes are made."""

from dataclasses import dataclass, replace
from datetime import datetime

from gateway.desk.desk import Desk
from gateway.domain.event import Actor, Event, MailRef
from gateway.domain.outgoing.cause import Cause
from gateway.domain.outgoing.entry import SentFile
from gateway.store.store import UnitOfWork

_NO_MAIL = MailRef(0)


@dataclass(frozen=True, slots=True)
class Act:
    """What every use case needs, handed from verb to verb."""

    desk: Desk
    work: UnitOfWork
    event: Event

    @property
    def now(self) -> datetime:
        """When it happens, UTC."""
        return self.event.at

    @property
    def actor(self) -> Actor:
        """Who causes it."""
        return self.event.actor

    @property
    def cause(self) -> Cause:
        """For whom the mails count that it makes us write."""
        return self.event.cause

    @property
    def mail(self) -> MailRef:
        """What an answer to the mail that causes it needs; all empty where none does."""
        return self.event.mail or _NO_MAIL

    @property
    def mail_id(self) -> int | None:
        """The mail that causes it, None where none does."""
        return self.event.mail.id if self.event.mail else None

    def carrying(self, files: tuple[SentFile, ...]) -> "Act":
        """The same act, with files for those who are told."""
        return replace(self, event=replace(self.event, files=files)) if files else self

    def by(self, actor: Actor) -> "Act":
        """The same act, caused by somebody else: what somebody does for another."""
        return self if actor is self.event.actor else replace(self, event=replace(self.event, actor=actor))
