"""What time does with reports."""

from typing import Final

from gateway.desk.reports.weekly import SEND_REPORTS

TIMERS: Final = (SEND_REPORTS,)
