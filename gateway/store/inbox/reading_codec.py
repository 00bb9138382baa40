"""A reading as bytes and back: what a reader found out about a mail, for who decides about it, perhaps elsewhere.

Whoever may write into the database must not decide what a mail says, nor run code here. So the bytes are signed with
the key of the gateway, together with the mail and the code they belong to; and even then they make nothing but the few
classes of values that a reading consists of.
"""

import hmac
import io
import pickle
import struct
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cached_property
from typing import Final, Literal

from gateway.domain.token import Signer
from gateway.mail.message import Attachment, Body, Forwarded, Headers, Mailbox, Message, Part
from gateway.mail.nature import Bounce, FailedRecipient, Nature
from gateway.ports import Verification

MOST_BYTES: Final = 1_048_576  # of a reading; what is larger costs the network more than it saves, and is read again
# DNS may have changed its mind since a sender was judged. The cache of answers keeps them for up to an hour, those that
# say there is no record for a minute; what waits for longer than this is in a backlog, and is judged again.
FRESH_SECONDS: Final = 600.0

Unusable = Literal["unfinished", "other_code", "broken", "stale"]
"""Why a reading is not used: nobody has finished it, or it is not of our code, not as we signed it, or too old."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a mail is, before anything is asked of the database: read, classified, its sender judged."""

    message: Message
    nature: Nature
    verification: Verification


_VALUES: Final = (Reading, Message, Headers, Part, Attachment, Body, Forwarded, Mailbox, Nature, Bounce)
_CLASSES: Final = {
    (one.__module__, one.__name__): one
    for one in (*_VALUES, FailedRecipient, Verification, datetime, timedelta, timezone)
}
_PROTOCOL: Final = 5
_PURPOSE: Final = "reading"
_SIGNATURE_BYTES: Final = 32
_MADE_AT: Final = struct.Struct(">d")  # seconds since 1970


class ReadingCodec:
    """For readings of one version of the code, as `code` tells it when it is first needed."""

    def __init__(self, signer: Signer, code: Callable[[], str]) -> None:
        self._signer = signer
        self._code = code

    @cached_property
    def code(self) -> str:
        """What a reading depends on beside the mail: the program and its settings, as a digest."""
        return self._code()

    def encode(self, key: str, reading: Reading, at: datetime) -> bytes | None:
        """The bytes, None where they are too many. `key`: what the reading is found under."""
        body = _MADE_AT.pack(at.timestamp()) + pickle.dumps(reading, _PROTOCOL)
        return self._sign(key, body) + body if len(body) <= MOST_BYTES else None

    def decode(self, key: str, payload: bytes, now: datetime) -> Reading | Unusable:
        """What `encode` was given; never raises."""
        signature, body = payload[:_SIGNATURE_BYTES], payload[_SIGNATURE_BYTES:]
        if len(body) > MOST_BYTES or not hmac.compare_digest(signature, self._sign(key, body)):
            return "broken"
        try:
            if abs(now.timestamp() - _MADE_AT.unpack_from(body)[0]) > FRESH_SECONDS:
                return "stale"
            reading = _Unpickler(io.BytesIO(memoryview(body)[_MADE_AT.size :])).load()
        except Exception:  # signed, and yet nothing that we can read: it is read anew
            return "broken"
        return reading if isinstance(reading, Reading) else "broken"

    def _sign(self, key: str, body: bytes) -> bytes:
        return self._signer.mac(_PURPOSE, f"{self.code}\0{key}\0".encode() + body)


class _Unpickler(pickle.Unpickler):
    """Makes values of a reading, and knows no other names."""

    def find_class(self, module: str, name: str) -> type:
        found = _CLASSES.get((module, name))
        if found is None:
            raise pickle.UnpicklingError(f"{module}.{name} is no part of a reading")
        return found
