"""The newest mails of a sender with their bytes, to be compared with the one that is being settled."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from gateway.store.inbox.records import WaitingMail

KNOWN_BYTES: Final = 1_000_000  # of a sender's mails that are remembered
KNOWN_SENDERS: Final = 16  # of a batch: who writes so much that their mails are read again


class NewestMails:
    """What a transaction has in hand already: the mails of its batch, and those of senders that were asked for."""

    def __init__(self) -> None:
        self._in_hand: dict[int, WaitingMail] = {}
        self._of: dict[str, list[WaitingMail]] = {}
        self._most = 0

    def have_in_hand(self, mails: Iterable[WaitingMail]) -> None:
        """These are being settled and need not be read again."""
        self._in_hand = {one.id: one for one in mails}

    def in_hand(self, mail_id: int) -> WaitingMail | None:
        """A mail of this batch."""
        return self._in_hand.get(mail_id)

    def forget(self) -> None:
        """What was done since a savepoint was undone; the bytes stay what they are."""
        self._of = {}

    def settled(self, mail_id: int, address: str | None) -> None:
        """A mail of this sender is being settled."""
        if address in self._of:
            newest, mail = self._of.pop(address), self._in_hand.get(mail_id)
            if mail:
                self.remember(address, [mail, *(one for one in newest if one.id != mail_id)], self._most)

    def known(self, address: str, besides: int, most: int) -> list[WaitingMail] | None:
        """The newest of a sender but one, newest first; None where they must be asked for."""
        found = self._of.get(address) if most <= self._most else None
        return None if found is None or any(one.id == besides for one in found) else found[:most]

    def remember(self, address: str, mails: Sequence[WaitingMail], most: int) -> None:
        """The answer of the database, which was asked for so many."""
        newest = sorted(mails, key=_when, reverse=True)[:most]
        if len(self._of) < KNOWN_SENDERS and sum(len(one.mail.content) for one in newest) <= KNOWN_BYTES:
            self._of[address], self._most = newest, most


def _when(mail: WaitingMail) -> datetime:
    return mail.mail.envelope.received_at
