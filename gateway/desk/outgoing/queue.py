"""What an operator may do with an outgoing mail: try again, hold, drop."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final, NoReturn

from gateway.domain.outgoing.entry import OutboxEntry, Recipient
from gateway.domain.outgoing.states import allows
from gateway.errors import NotAllowed
from gateway.store.store import UnitOfWork

DROPPED: Final = "dropped by an operator"
HELD: Final = "held by an operator"

_WHY_NOT: Final[Mapping[str, str]] = {
    "sent": "it was sent",
    "sending": "it is being sent at this moment; try again in a few minutes",
    "failed": "it has failed",
    "bounced": "it was sent and came back",
    "suppressed": "it was suppressed on purpose",
    "held": "it is held already",
}


def retry(work: UnitOfWork, outgoing_id: int, now: datetime) -> OutboxEntry:
    """Let a mail be sent at once, to those who have not got it. Raises NotFound, NotAllowed.

    For mails that wait, are held, failed or came back. A mail older than five days gets this one attempt.
    """
    entry = work.outbox.lock(outgoing_id)
    if not allows(entry.state, "tried_again"):
        _refuse(entry, "tried again")
    recipients = tuple(one if one.state == "sent" else Recipient(one.address) for one in entry.recipients)
    again = replace(entry, state="queued", reason=None, next_attempt=now, recipients=recipients)
    work.outbox.save(again)
    return again


def hold(work: UnitOfWork, outgoing_id: int) -> None:
    """Keep a mail back until it is tried again or dropped. Raises NotFound, NotAllowed."""
    entry = work.outbox.lock(outgoing_id)
    if not allows(entry.state, "held"):
        _refuse(entry, "held")
    work.outbox.save(replace(entry, state="held", reason=HELD, next_attempt=None))


def drop(work: UnitOfWork, outgoing_id: int, reason: str = DROPPED) -> None:
    """Never send a mail to those who have not got it; it stays in the list as failed. Raises NotFound, NotAllowed."""
    entry = work.outbox.lock(outgoing_id)
    if not allows(entry.state, "dropped"):
        _refuse(entry, "dropped")
    recipients = tuple(
        replace(one, state="failed", reply=reason) if one.is_waiting else one for one in entry.recipients
    )
    work.outbox.save(replace(entry, state="failed", reason=reason, next_attempt=None, recipients=recipients))


def _refuse(entry: OutboxEntry, verb: str) -> NoReturn:
    reason = f": {entry.reason}" if entry.state in ("failed", "suppressed") and entry.reason else ""
    raise NotAllowed(f"mail {entry.id} cannot be {verb}: {_WHY_NOT.get(entry.state, entry.state)}{reason}")
