"""What the scan of a text says about its lines, and where it cuts."""

from dataclasses import dataclass
from enum import IntEnum

from gateway.mail.reply.header_block import HeaderBlock


class Piece(IntEnum):
    """What a line belongs to."""

    OWN = 0
    QUOTED = 1
    SIGNATURE = 2


@dataclass(frozen=True, slots=True)
class Cut:
    """Where the rest of the text is no longer the writer's. `forward`: a forwarded message begins there."""

    start: int
    rest: int  # the first line after the separator, where a header block may stand
    forward: bool
    block: HeaderBlock | None = None
