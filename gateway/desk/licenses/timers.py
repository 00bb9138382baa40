"""What time does to licenses."""

from typing import Final

from gateway.desk.licenses.held_notices import TELL_HELD
from gateway.desk.licenses.renewals import FIRE_RENEWALS

TIMERS: Final = (FIRE_RENEWALS, TELL_HELD)
