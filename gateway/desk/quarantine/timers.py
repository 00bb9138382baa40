"""What time does to mail that waits for a person."""

from typing import Final

from gateway.desk.quarantine.digest import SEND_DIGEST

TIMERS: Final = (SEND_DIGEST,)
