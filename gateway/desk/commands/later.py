"""Commands that are promised and wait for a later version: they are known, and refused by a sentence of their own."""

from typing import Final

from gateway.desk.commands.on_tests import ACCOUNT, MANAGERS
from gateway.desk.commands.run import later
from gateway.domain.commands import some
from gateway.domain.phrase import phrase

_REASON: Final = some(phrase("needs.reason"))

ROWS: Final = (
    later("#outage O-0001", some(phrase("needs.outage"))),
    later("#override timing all stands still", some(phrase("needs.override")), who=ACCOUNT),
    later("#accept cadence=4h", needs="escalation", who=MANAGERS),
    later("#decline no production impact", _REASON, "escalation", MANAGERS),
    later("#plan We send a fix by Friday.", some(phrase("needs.plan")), "escalation", MANAGERS),
    later("#update The fix is being tested.", some(phrase("needs.news")), "escalation", MANAGERS),
    later("#level 2", some(phrase("needs.level")), "escalation", MANAGERS),
    later("#resolve solution 10.2 mends it.", some(phrase("needs.resolution")), "escalation", MANAGERS),
    later("#close solved with 10.2", _REASON, "escalation", MANAGERS),
)
