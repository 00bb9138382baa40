"""Commands that are promised and wait for a later version: they are known, and refused by a sentence of their own."""

from typing import Final

from gateway.desk.commands.run import later
from gateway.domain.commands import some
from gateway.domain.phrase import phrase

_REASON: Final = some(phrase("needs.reason"))
ACCOUNT: Final = ("csm", "account_executive", "partner_manager", "regional_manager", "head_of_support")
MANAGERS: Final = ("regional_manager", "head_of_support", "executive_sponsor")

ROWS: Final = (
    later("#outage O-0001", some(phrase("needs.outage"))),
    later("#problem KEY-1", some(phrase("needs.known_issue"))),
    later("#undo"),
    later("#override timing all stands still", some(phrase("needs.override")), who=ACCOUNT),
    later("#indemnified", who=ACCOUNT),
    later("#approve", who=MANAGERS),
    later("#refuse too close to a release", _REASON, who=MANAGERS),
)
