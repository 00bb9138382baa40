"""Who asked to hear of outages."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Source = Literal["reply", "directory"]


@dataclass(frozen=True, slots=True)
class Subscriber:
    """An address, lower case, and what it hears of: every outage (`outages`) or one, by its number.

    `token`: what a link that ends it carries. `regions`: codes, empty for all.
    """

    address: str
    topic: str
    token: str
    since: datetime
    source: Source = "reply"
    ended_at: datetime | None = None
