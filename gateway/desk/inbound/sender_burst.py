"""A sender with very many mails: somebody looks whether a machine is at work."""

from typing import Final

from gateway.desk.desk import Desk
from gateway.desk.outgoing.enqueue import enqueue_because
from gateway.desk.outgoing.limit_alerts import burst
from gateway.desk.situation.inputs import cause_of
from gateway.desk.situation.situation import Situation
from gateway.domain.phrase import phrase
from gateway.store.store import UnitOfWork

# decisions after which nothing is queued: such mail costs nothing, and forged mail must not make us write
SILENT: Final = frozenset({"automatic", "bounce", "own", "duplicate", "quarantine"})


def watch_sender(desk: Desk, work: UnitOfWork, situation: Situation, decision: str) -> None:
    """Tell the operator, once an hour, of a sender outside who has written as often as counts as a burst."""
    most, address = desk.config.limits.burst_per_sender_hour, situation.sender.address
    if decision in SILENT or situation.sender.is_staff or not address:
        return
    if situation.traffic.in_last_hour + 1 < most:
        return
    reason = phrase("limit.mails_hour", about=address, most=most)
    letter = burst(desk, work, address.lower(), reason, situation.now)
    if letter:
        enqueue_because(desk, work, letter, situation.now, situation.mail_id, cause_of(desk, situation))
