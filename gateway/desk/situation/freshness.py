"""Is proven mail of our people really sent to us, and now? A signed mail can be sent again by everybody who has it.

See docs/domain.md, "Proof". Where the domain itself handed the mail over (an aligned SPF pass, or a chain of a trusted
sealer) there is nothing to ask; otherwise the signature has to cover that the mail is for us, its day and its thread.
"""

from dataclasses import replace
from datetime import timedelta

from gateway.desk.desk import Desk
from gateway.desk.situation.addresses import role_of
from gateway.desk.situation.senders import Sender
from gateway.desk.situation.situation import Prepared, Situation
from gateway.mail.identity.signed_fields import SignedFields, signed_fields
from gateway.mail.message import Message
from gateway.mail.text.homoglyphs import shown_domain
from gateway.store.store import UnitOfWork

THREAD_FIELDS = ("Subject", "In-Reply-To", "References")  # each can name the ticket


def with_fresh_proof(desk: Desk, work: UnitOfWork, prepared: Prepared, sender: Sender) -> Sender:
    """The sender; one of our people without proof where an old signed mail of theirs may have been sent again."""
    if not sender.is_staff or sender.proof != "pass" or prepared.verification.direct:
        return sender
    if "DKIM-Signature" not in prepared.message.headers:
        return sender  # what proves it can only be the host
    found = signed_fields(prepared.waiting.mail.content)
    domain = shown_domain(sender.address.rpartition("@")[2])  # signatures have A-labels (RFC 6376 section 3.5)
    ours = [one for one in found if one and _related(shown_domain(one.domain), domain)]
    if None not in found and not ours:
        return sender
    digests = tuple(one.digest for one in ours)
    why = "a signature cannot be read" if None in found else ""
    why = why or next((said for one in ours if (said := _doubt(desk, prepared, one))), "")
    if not why and work.signatures.seen_elsewhere(digests, prepared.message.message_id or ""):
        why = "the same signature came before with another Message-ID"
    if why:
        return replace(sender, proof="none", stale=f"not believed: {why}")
    return replace(sender, signatures=digests)


def remember_signatures(work: UnitOfWork, situation: Situation) -> None:
    """Keep in mind with which signatures one of our people proved a mail."""
    if situation.sender.signatures:
        work.signatures.remember(situation.sender.signatures, situation.message.message_id or "", situation.now)


def _doubt(desk: Desk, prepared: Prepared, signed: SignedFields) -> str:
    """Why a signature does not show that the mail is meant for us now, "" where it does."""
    message, received = prepared.message, prepared.envelope.received_at
    days = timedelta(days=desk.rules.data.access.fresh_days)
    if not _names_us(desk, message, signed):
        return "none of our addresses stands in a signed To or Cc"
    if message.date is not None and "date" not in signed.covered:
        return "the Date is not signed"
    times = [message.date.timestamp()] if message.date is not None else []
    times += [signed.signed_at] if signed.signed_at is not None else []
    if any(abs(received.timestamp() - one) > days.total_seconds() for one in times):
        return f"it was signed more than {days.days} days before or after it came"
    loose = [name for name in THREAD_FIELDS if name in message.headers and name.lower() not in signed.covered]
    return f"{loose[0]} is not signed" if loose else ""


def _names_us(desk: Desk, message: Message, signed: SignedFields) -> bool:
    named = [*(message.to if "to" in signed.covered else ()), *(message.cc if "cc" in signed.covered else ())]
    return any(role_of(one.address, desk.config.addresses) for one in named)


def _related(one: str, other: str) -> bool:
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")
