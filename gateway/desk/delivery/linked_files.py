"""Files behind the signed links of our mails, handed out while the link is good."""

from dataclasses import dataclass

from gateway.desk.delivery.stored import messages_of
from gateway.desk.outgoing.file_links import read_link
from gateway.domain.token import Signer
from gateway.errors import NotFound
from gateway.mail.limits import Limits
from gateway.ports import Clock, Scanner
from gateway.store.store import Store


@dataclass(frozen=True, slots=True)
class LinkedFile:
    """A file as it came."""

    name: str
    content: bytes


class LinkedFiles:
    """What the HTTP server needs to hand out files."""

    def __init__(self, store: Store, signer: Signer, clock: Clock, reading: Limits, scanner: Scanner | None) -> None:
        self._store, self._signer, self._clock = store, signer, clock
        self._reading, self._scanner = reading, scanner

    def find(self, token: str) -> LinkedFile | None:
        """The file of a link of ours; None for a forged or old one, and for what the scanner does not call clean.

        Blocks. Raises DatabaseAway.
        """
        named = read_link(self._signer, token, self._clock.now().date())
        found = self._load(*named) if named else None
        scanner = self._scanner
        return found if found is None or scanner is None or scanner.clean([found.content]) == [True] else None

    def _load(self, mail_id: int, digits: str) -> LinkedFile | None:
        try:
            message = messages_of(self._store, self._reading, [mail_id])[mail_id]
        except NotFound:  # removed since
            return None
        kept = [one for one in message.attachments if one.sha256.startswith(digits)]
        return LinkedFile(kept[0].name, kept[0].content) if kept else None
