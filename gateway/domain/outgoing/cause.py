"""Who causes a mail of ours: the caps of outgoing mail count by address, domain and relation. Pure."""

from dataclasses import dataclass
from typing import Final, Literal

Relation = Literal["ours", "listed", "colleague", "guest", "claimed", "invented", "stranger", "unproven"]
Purse = Literal["known", "claimed", "strangers"]
RANKS: Final[tuple[Relation, ...]] = (
    "listed",
    "colleague",
    "guest",
    "claimed",
    "invented",
    "ours",
    "stranger",
    "unproven",
)
"""The order in which summaries name who causes mail."""
LAST_OF_CUSTOMERS: Final = RANKS.index("invented")
_PURSES: Final[dict[Relation, Purse]] = {
    "claimed": "claimed",
    "invented": "claimed",
    "stranger": "strangers",
    "unproven": "strangers",
}


@dataclass(frozen=True, slots=True)
class Cause:
    """Whose mail makes us write. `address` is lower case, "" for the gateway itself and where nobody is named.

    `relation`: ours (staff, timers) · listed (a proven contact of the directory) · colleague (proven, at a customer's
    domain) · guest (a proven person who takes part in a customer's case, or whose mail a person let in) · claimed (the
    address of a contact, without proof) · invented (any other at a customer's domain, without proof) · stranger
    (proven, of no customer) · unproven (neither).
    """

    address: str = ""
    relation: Relation = "ours"

    @property
    def domain(self) -> str:
        """What stands behind the last at sign."""
        return self.address.rpartition("@")[2]

    @property
    def purse(self) -> Purse:
        """Out of which share of every cap its mails are paid: strangers never spend what is known people's."""
        return _PURSES.get(self.relation, "known")

    @property
    def proven(self) -> bool:
        """Is it really theirs?"""
        return self.relation not in ("claimed", "invented", "unproven")

    @property
    def rank(self) -> int:
        """Its place in a summary: customers, and those who say that they are, come first."""
        return RANKS.index(self.relation)


def relation_of(listed: bool, of_customer: bool, proven: bool) -> Relation:
    """What somebody is to us who is none of ours. Anybody can make up addresses at a customer's domain; those of the
    directory, the `listed`, are few."""
    if listed:
        return "listed" if proven else "claimed"
    if of_customer:
        return "colleague" if proven else "invented"
    return "stranger" if proven else "unproven"


OURS: Final = Cause()
"""Timers, our own people, the gateway itself."""
