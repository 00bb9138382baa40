"""What somebody does to the desk in one step, and the words that must not go astray."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from tests.support.desk import Document

Who = Literal["customer", "staff", "machine", "forger", "again", "time", "rehearsal"]
OURS = "vendor.example"


@dataclass(frozen=True, slots=True)
class Deed:
    """One step. `ticket`: the id it is aimed at; `said`: the command or word; `answer`: the desk's decision on a mail.

    `at`: when it came, UTC. `public`: words of one of our people that are for the customer.
    """

    who: Who
    at: datetime
    sender: str = ""
    ticket: int | None = None
    said: str = ""
    public: bool = False
    raw: bytes = b""
    answer: Document | None = None

    @property
    def decision(self) -> str:
        """What became of the mail; "" for what was none."""
        return str(self.answer["decision"]) if self.answer else ""


@dataclass(frozen=True, slots=True)
class Secret:
    """A made-up word, and whose people may read it besides ours: a domain, an address, or "" for nobody."""

    word: str
    readers: str


def is_of(address: str, readers: str) -> bool:
    """May this reader know what is for those people?"""
    domain = address.lower().rpartition("@")[2]
    return domain == OURS or (bool(readers) and readers in (domain, address.lower()))
