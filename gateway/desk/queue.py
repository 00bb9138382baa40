"""What an operator may do with an outgoing mail: try again, hold, drop."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, NoReturn

from gateway.desk.handover import is_waiting, recipients_of
from gateway.errors import NotAllowed
from gateway.store.store import Work

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


def retry(work: Work, outgoing_id: int, now: datetime) -> None:
    """Let a mail be sent at once, to those who have not got it. Raises NotFound, NotAllowed.

    For mails that wait, are held, failed or came back. A mail older than five days gets this one attempt.
    """
    row = work.outbox.lock(outgoing_id)
    if row["state"] not in ("queued", "deferred", "held", "failed", "bounced"):
        _refuse(row, "tried again")
    recipients = [
        {**one, "state": "queued", "reply": None} if one["state"] != "sent" else one for one in recipients_of(row)
    ]
    work.outbox.change(outgoing_id, state="queued", reason=None, next_attempt=now, recipients=recipients)


def hold(work: Work, outgoing_id: int) -> None:
    """Keep a mail back until it is tried again or dropped. Raises NotFound, NotAllowed."""
    row = work.outbox.lock(outgoing_id)
    if row["state"] not in ("queued", "deferred"):
        _refuse(row, "held")
    work.outbox.change(outgoing_id, state="held", reason=HELD, next_attempt=None)


def drop(work: Work, outgoing_id: int) -> None:
    """Never send a mail to those who have not got it; it stays in the list as failed. Raises NotFound, NotAllowed."""
    row = work.outbox.lock(outgoing_id)
    if row["state"] not in ("queued", "deferred", "held"):
        _refuse(row, "dropped")
    recipients = [
        {**one, "state": "failed", "reply": DROPPED} if is_waiting(one) else one for one in recipients_of(row)
    ]
    work.outbox.change(outgoing_id, state="failed", reason=DROPPED, next_attempt=None, recipients=recipients)


def _refuse(row: Mapping[str, object], verb: str) -> NoReturn:
    reason = f": {row['reason']}" if row["state"] in ("failed", "suppressed") and row["reason"] else ""
    raise NotAllowed(f"mail {row['id']} cannot be {verb}: {_WHY_NOT.get(str(row['state']), row['state'])}{reason}")
