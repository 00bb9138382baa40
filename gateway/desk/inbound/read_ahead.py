"""Reading ahead: a reader takes mails that who decides has not in hand yet, and hands over what it finds out.

It claims a portion after the other, so that readers do not read the same. It needs no rules, no templates, no lock;
when it dies, nobody waits for it: who decides reads what has no reading.
"""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from gateway.desk.inbound.read import begin_reading
from gateway.mail.limits import Limits
from gateway.ports import Clock, Verifier
from gateway.store.inbox.reading_codec import FRESH_SECONDS, Reading, ReadingCodec
from gateway.store.inbox.reading_key import key_of
from gateway.store.inbox.records import WaitingHead, WaitingMail
from gateway.store.store import Store

log = logging.getLogger(__name__)

IN_HAND = 10  # mails that who decides takes at least: to read them, too, would help nobody
PORTIONS = 3  # so far ahead: more than who decides takes at once, and not so much that it grows old
PORTION_BYTES = 4_194_304  # of mails that are read together: read, they take several times as much memory
KEEP_SECONDS = 0.1  # what is read is handed over so soon, while the rest of a portion waits for DNS

Read = Callable[[], Reading]


@dataclass(frozen=True, slots=True)
class Reader:
    """What a process needs that reads ahead.

    `portion`: mails that are read together, as many as make a batch. `in_hand`: the oldest, which are not read.
    """

    store: Store
    clock: Clock
    verifier: Verifier
    limits: Limits
    codec: ReadingCodec
    portion: int
    in_hand: int = IN_HAND


def read_ahead(reader: Reader) -> "Counter[str]":
    """Read the next mails that nobody has read: how many were "made", and why others were not. Raises TryAgain."""
    done: Counter[str] = Counter()
    payloads: dict[str, bytes] = {}
    kept_at = time.monotonic()
    for key, read in [(key_of(one), _begin(reader, one)) for one in _claimed(reader)]:
        payload = _payload(reader, key, read)
        if isinstance(payload, bytes):
            payloads[key] = payload
        done["made" if isinstance(payload, bytes) else payload] += 1
        if time.monotonic() - kept_at > KEEP_SECONDS:
            _keep(reader, payloads)
            payloads, kept_at = {}, time.monotonic()
    _keep(reader, payloads)
    return done


def tidy(reader: Reader) -> None:
    """Remove readings that are too old to be used: of mails that were settled before they were handed over."""
    reader.store.reading_room.tidy(reader.clock.now() - timedelta(seconds=2 * FRESH_SECONDS))


def _claimed(reader: Reader) -> list[WaitingMail]:
    """The next portion, ours from now on."""
    store, code = reader.store, reader.codec.code
    with store.read() as work:
        heads = work.mails.ahead.heads(reader.in_hand + PORTIONS * reader.portion)[reader.in_hand :]
    free = set(store.reading_room.unclaimed([one.reading_key for one in heads], code)) if heads else set()
    wanted = list(_portion(reader, [one for one in heads if one.reading_key in free]))
    if not wanted:
        return []
    ours = store.reading_room.claim([one.reading_key for one in wanted], code, reader.clock.now())
    with store.read() as work:
        return work.mails.ahead.load([one for one in wanted if one.reading_key in ours])


def _portion(reader: Reader, heads: list[WaitingHead]) -> Iterator[WaitingHead]:
    """As many as fit; what is too large by itself is left to who decides."""
    room = PORTION_BYTES
    for one in heads[: reader.portion]:
        if one.size <= PORTION_BYTES:
            room -= one.size
            if room < 0:
                return
            yield one


def _begin(reader: Reader, waiting: WaitingMail) -> Read | None:
    try:
        return begin_reading(reader.limits, reader.verifier, waiting.mail)
    except Exception:  # who decides runs into the same, and keeps the mail with its trace
        log.exception("a mail cannot be read ahead")
        return None


def _payload(reader: Reader, key: str, read: Read | None) -> bytes | str:
    """What is handed over, or why nothing is: "failed", "temporary", "too_large"."""
    try:
        reading = read() if read else None
    except Exception:
        log.exception("a mail cannot be read ahead")
        reading = None
    if reading is None:
        return "failed"
    if reading.verification.is_temporary:
        return "temporary"
    return reader.codec.encode(key, reading, reader.clock.now()) or "too_large"


def _keep(reader: Reader, payloads: dict[str, bytes]) -> None:
    reader.store.reading_room.keep(payloads, reader.codec.code, reader.clock.now())
