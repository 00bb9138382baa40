"""Commands that are promised and wait for a later version: they are known, and refused by a sentence of their own."""

from typing import Final

from gateway.desk.commands.roles import ACCOUNT
from gateway.desk.commands.run import later
from gateway.domain.commands import some
from gateway.domain.phrase import phrase

ROWS: Final = (later("#override timing all stands still", some(phrase("needs.override")), who=ACCOUNT),)
