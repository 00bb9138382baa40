"""A sender with very many mails: somebody looks whether a machine is at work."""

from typing import Final

from gateway.desk.alarms import burst
from gateway.desk.desk import Desk
from gateway.desk.governor import HOUR
from gateway.desk.post import post_to_duty
from gateway.desk.situation import Situation
from gateway.store.store import Work

# decisions after which nothing is queued: such mail costs nothing, and forged mail must not make us write
SILENT: Final = frozenset({"automatic", "bounce", "own", "duplicate", "quarantine"})


def watch_sender(desk: Desk, work: Work, s: Situation, decision: str) -> None:
    """Tell the operator, once an hour, of a sender outside who has written as often as counts as a burst."""
    most, address = desk.config.limits.burst_per_sender_hour, s.sender.address
    if decision in SILENT or s.sender.is_staff or not address:
        return
    before = work.mails.count_from(address, s.now - HOUR, most)  # this one is not settled yet
    if before + 1 < most:
        return
    reason = f"{address} sent {most} mails or more within an hour"
    letter = burst(desk, work, address.lower(), reason, s.now)
    if letter:
        post_to_duty(desk, work, letter.TEMPLATES[0], letter, s.now, s.mail_id)
