"""What the answers of the next host mean for a mail of ours: sent, tried again later, or given up. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Literal

from gateway.domain.outgoing.entry import OutboxEntry, Recipient
from gateway.ports import Reply

State = Literal["sent", "deferred", "failed", "bounced"]

RETRY_MINUTES: Final = (5, 15, 30, 60, 120, 240)  # then every 4 hours
GIVE_UP: Final = timedelta(days=5)  # since the mail was queued (RFC 5321 section 4.5.4.1: four to five days)
EXPIRED: Final = "5.4.7"  # delivery time expired (RFC 3463 section 3.5)
GIVEN_UP: Final = f"{EXPIRED} given up after {GIVE_UP.days} days: "  # before the last answer, in lists
MAX_REASON_CHARS: Final = 1000

_STATUS: Final = re.compile(r"[245]\.\d{1,3}\.\d{1,3}\b")
_BY_WEIGHT: Final[tuple[State, ...]] = ("deferred", "failed", "bounced")  # the row is the first that one recipient is


@dataclass(frozen=True, slots=True)
class Failure:
    """A recipient whom a mail will never reach. `status`: enhanced code (RFC 3463) or None; `reply`: the answer."""

    address: str
    status: str | None
    reply: str

    @property
    def expired(self) -> bool:
        """Was the mail given up because its time was over?"""
        return self.status == EXPIRED


@dataclass(frozen=True, slots=True)
class DeliveryResult:
    """What one attempt made of a mail: the entry as it is to be written, and who failed for good by it."""

    entry: OutboxEntry
    failures: tuple[Failure, ...]


def judge(entry: OutboxEntry, replies: Mapping[str, Reply], smarthost: str, now: datetime) -> DeliveryResult:
    """The outcome of one attempt: 2yz sent, 5yz failed, anything else waits for the next attempt while there is one.

    `smarthost` names the host for people. Recipients that had a final answer before keep it.
    """
    attempts = entry.attempts + 1
    following = next_attempt(entry.created, attempts, now)
    recipients = tuple(_answered(one, replies, smarthost, following is None) for one in entry.recipients)
    state: State = next((one for one in _BY_WEIGHT if any(r.state == one for r in recipients)), "sent")
    newly_sent = any(reply.code // 100 == 2 for reply in replies.values())
    changed = replace(
        entry,
        state=state,
        reason=_reason(recipients),
        attempts=attempts,
        next_attempt=following if state == "deferred" else None,
        recipients=recipients,
        sent_at=now if newly_sent else entry.sent_at,
    )
    return DeliveryResult(changed, _failures(entry, recipients))


def next_attempt(created: datetime, attempts: int, now: datetime) -> datetime | None:
    """When to try again after that many attempts; the last time five days after `created`; None: no more."""
    last = created + GIVE_UP
    if now >= last:
        return None
    minutes = RETRY_MINUTES[min(attempts, len(RETRY_MINUTES)) - 1]
    return min(now + timedelta(minutes=minutes), last)


def _answered(recipient: Recipient, replies: Mapping[str, Reply], smarthost: str, last: bool) -> Recipient:
    reply = replies.get(recipient.address)
    if reply is None or not recipient.is_waiting:
        return recipient
    words = f"{reply.code} {reply.text}".strip() if reply.code else f"{smarthost} does not answer: {reply.text}"
    if reply.code // 100 == 2:
        return replace(recipient, state="sent", reply=words)
    if reply.code // 100 == 5:
        return replace(recipient, state="failed", reply=words)
    if last:
        return replace(recipient, state="failed", reply=f"{GIVEN_UP}{words}")
    return replace(recipient, state="deferred", reply=words)


def _reason(recipients: Sequence[Recipient]) -> str | None:
    """Why the mail is not simply sent: each answer once, with those who had it where they differ."""
    by_reply: dict[str, list[str]] = {}
    for one in recipients:
        if one.state != "sent":
            by_reply.setdefault(str(one.reply), []).append(one.address)
    if len(by_reply) == 1 and len(next(iter(by_reply.values()))) == len(recipients):
        return next(iter(by_reply))[:MAX_REASON_CHARS]
    return "; ".join(f"{', '.join(who)}: {reply}" for reply, who in by_reply.items())[:MAX_REASON_CHARS] or None


def _failures(entry: OutboxEntry, recipients: Sequence[Recipient]) -> tuple[Failure, ...]:
    before = {one.address for one in entry.recipients if one.is_waiting}
    failed = [one for one in recipients if one.state == "failed" and one.address in before]
    return tuple(
        Failure(one.address, _status(one.reply or ""), (one.reply or "").removeprefix(GIVEN_UP)) for one in failed
    )


def _status(reply: str) -> str | None:
    found = _STATUS.match(reply.removeprefix(reply[:4]) if reply[:3].isdecimal() else reply)
    return found[0] if found else None
