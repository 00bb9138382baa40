"""Rights of our own people: what their roles let them do, and on whose tickets. Pure.

See docs/domain.md, "Rights of our own people".
"""

from dataclasses import dataclass
from typing import Final, Literal

Reach = Literal["own", "regions", "everywhere"]
"""On whose tickets a role counts, the narrowest first."""
Lack = Literal["role", "own", "regions"]
"""Why somebody may not do something: no role of theirs lets them, or those that do count on other tickets only."""

REPLY: Final = "reply"  # the command that says something to the customer by itself
ANSWER: Final = "answer"
ESCALATE: Final = "escalate"
DEEDS: Final = (ANSWER, ESCALATE)
"""What a mail does without a command: its words go to the customer, or it escalates."""

STAFF_MAY: Final = "staff"
"""Whatever is for all of our people."""
EVERYTHING: Final = "everything"
"""Whatever there is, also what is for other roles."""


@dataclass(frozen=True, slots=True)
class Relation:
    """What a ticket is to one of our people.

    `own`: they are the account team of its organization, or asked themselves. `region`: its organization is in one of
    their regions, or the ticket was given to them.
    """

    own: bool
    region: bool

    def within(self, reach: Reach) -> bool:
        """Does a role of this reach count on the ticket?"""
        return reach == "everywhere" or (self.own if reach == "own" else self.region)
