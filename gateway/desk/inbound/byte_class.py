"""Whose bytes a mail is, and counting them: once for a batch, in the transaction that settles it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol

from gateway.desk.desk import Desk
from gateway.desk.situation.senders import Sender
from gateway.domain.byte_class import OURS, STRANGERS, of_domain, of_organization
from gateway.store.store import UnitOfWork


class Sized(Protocol):
    """A mail whose sender has been judged."""

    @property
    def received_at(self) -> datetime:
        """When it was accepted: its day is the one that counts."""
        ...

    @property
    def size(self) -> int:
        """Bytes."""
        ...

    @property
    def byte_class(self) -> str:
        """Whose they are."""
        ...


def class_of(desk: Desk, sender: Sender, sent_again: bool = False) -> str:
    """Whose bytes a mail is. A customer's are only those that are proven, so that nobody else can use them up.

    `sent_again`: a signature is all that proves it, and the mail came before. Everybody who has a signed mail can send
    it again, so further copies are nobody's in particular.
    """
    proven = sender.proof == "pass"
    if sent_again or not (proven or (desk.config.authentication.answer_unproven and not sender.is_staff)):
        return STRANGERS
    if sender.is_staff:
        return OURS
    if sender.organization:
        return of_organization(sender.organization.code)
    return of_domain(sender.address.rpartition("@")[2]) if sender.known_domain else STRANGERS


def count_bytes(work: UnitOfWork, mails: Iterable[Sized]) -> None:
    """Count the bytes of judged mails, those of our own people apart."""
    sizes: defaultdict[tuple[date, str], int] = defaultdict(int)
    for one in mails:
        if one.byte_class != OURS:
            sizes[one.received_at.date(), one.byte_class] += one.size
    work.day_bytes.add(sizes)
