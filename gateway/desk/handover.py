"""What the answers of the next host mean for a mail of ours: sent, tried again later, or given up. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from gateway.ports import Reply

Row = Mapping[str, object]
State = Literal["sent", "deferred", "failed", "bounced"]

RETRY_MINUTES: Final = (5, 15, 30, 60, 120, 240)  # then every 4 hours
GIVE_UP: Final = timedelta(days=5)  # since the mail was queued (RFC 5321 section 4.5.4.1: four to five days)
EXPIRED: Final = "5.4.7"  # delivery time expired (RFC 3463 section 3.5)
MAX_REASON_CHARS: Final = 1000

_WAITING: Final = frozenset({"queued", "deferred", "sending"})
_STATUS: Final = re.compile(r"[245]\.\d{1,3}\.\d{1,3}\b")
_BY_WEIGHT: Final[tuple[State, ...]] = ("deferred", "failed", "bounced")  # the row is the first that one recipient is


@dataclass(frozen=True, slots=True)
class Failure:
    """A recipient whom a mail will never reach. `status`: enhanced code (RFC 3463) or None; `reply`: the answer."""

    address: str
    status: str | None
    reply: str


@dataclass(frozen=True, slots=True)
class Handover:
    """What one attempt made of a mail: columns to write, and who failed for good by it."""

    state: State
    columns: Mapping[str, object]
    failures: tuple[Failure, ...]


def judge(row: Row, replies: Mapping[str, Reply], smarthost: str, now: datetime) -> Handover:
    """The outcome of one attempt: 2yz sent, 5yz failed, anything else waits for the next attempt while there is one.

    `smarthost` names the host for people. Recipients that had a final answer before keep it.
    """
    attempts = _whole(row["attempts"]) + 1
    following = next_attempt(_time(row["created"]), attempts, now)
    recipients = [_answered(one, replies, smarthost, following is None) for one in recipients_of(row)]
    state: State = next((one for one in _BY_WEIGHT if any(r["state"] == one for r in recipients)), "sent")
    newly_sent = any(reply.code // 100 == 2 for reply in replies.values())
    columns = {
        "state": state,
        "reason": _reason(recipients),
        "attempts": attempts,
        "next_attempt": following if state == "deferred" else None,
        "recipients": recipients,
        "sent_at": now if newly_sent else row["sent_at"],
    }
    return Handover(state, columns, _failures(row, recipients))


def next_attempt(created: datetime, attempts: int, now: datetime) -> datetime | None:
    """When to try again after that many attempts; the last time five days after `created`; None: no more."""
    last = created + GIVE_UP
    if now >= last:
        return None
    minutes = RETRY_MINUTES[min(attempts, len(RETRY_MINUTES)) - 1]
    return min(now + timedelta(minutes=minutes), last)


def recipients_of(row: Row) -> list[dict[str, str | None]]:
    """The recipients of a mail as they are stored: address, state, reply."""
    found = row["recipients"]
    return [dict(one) for one in found] if isinstance(found, list) else []


def is_waiting(recipient: Mapping[str, str | None]) -> bool:
    """Has this recipient no final answer yet?"""
    return recipient["state"] in _WAITING


def _answered(
    recipient: dict[str, str | None], replies: Mapping[str, Reply], smarthost: str, last: bool
) -> dict[str, str | None]:
    reply = replies.get(str(recipient["address"]))
    if reply is None or not is_waiting(recipient):
        return recipient
    words = f"{reply.code} {reply.text}".strip() if reply.code else f"{smarthost} does not answer: {reply.text}"
    if reply.code // 100 == 2:
        return {**recipient, "state": "sent", "reply": words}
    if reply.code // 100 == 5:
        return {**recipient, "state": "failed", "reply": words}
    if last:
        return {**recipient, "state": "failed", "reply": f"{EXPIRED} given up after {GIVE_UP.days} days: {words}"}
    return {**recipient, "state": "deferred", "reply": words}


def _reason(recipients: list[dict[str, str | None]]) -> str | None:
    """Why the mail is not simply sent: each answer once, with those who had it where they differ."""
    by_reply: dict[str, list[str]] = {}
    for one in recipients:
        if one["state"] != "sent":
            by_reply.setdefault(str(one["reply"]), []).append(str(one["address"]))
    if len(by_reply) == 1 and len(next(iter(by_reply.values()))) == len(recipients):
        return next(iter(by_reply))[:MAX_REASON_CHARS]
    return "; ".join(f"{', '.join(who)}: {reply}" for reply, who in by_reply.items())[:MAX_REASON_CHARS] or None


def _failures(row: Row, recipients: list[dict[str, str | None]]) -> tuple[Failure, ...]:
    before = {one["address"] for one in recipients_of(row) if is_waiting(one)}
    failed = [one for one in recipients if one["state"] == "failed" and one["address"] in before]
    return tuple(Failure(str(one["address"]), _status(str(one["reply"])), str(one["reply"])) for one in failed)


def _status(reply: str) -> str | None:
    found = _STATUS.match(reply.removeprefix(reply[:4]) if reply[:3].isdecimal() else reply)
    return found[0] if found else None


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _time(value: object) -> datetime:
    if not isinstance(value, datetime):
        raise TypeError("a mail in the outbox has the time at which it was queued")
    return value
