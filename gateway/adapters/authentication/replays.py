"""Signatures that were seen before: a signed mail can be sent again to anybody, and its signature still holds."""

import hashlib
import threading
from collections.abc import Iterable
from typing import Final

MAX_SIGNATURES: Final = 10_000  # remembered by one process


class Replays:
    """Remembers signatures with the envelope sender they came from. Only a flag: forwarders replay, too."""

    def __init__(self) -> None:
        self._senders: dict[bytes, str | None] = {}
        self._lock = threading.Lock()

    def note(self, signatures: Iterable[bytes], mail_from: str | None) -> tuple[str, ...]:
        """Remember these; one line for people if one of them came before from another sender."""
        replayed = False
        with self._lock:
            for signature in signatures:
                key = hashlib.sha256(signature).digest()[:16]
                replayed = replayed or self._senders.setdefault(key, mail_from) != mail_from
            while len(self._senders) > MAX_SIGNATURES:
                del self._senders[next(iter(self._senders))]
        return ("replay: the same signature came before from another envelope sender",) if replayed else ()
