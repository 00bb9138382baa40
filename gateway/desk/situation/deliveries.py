"""The other deliveries of one letter: to another of our addresses, by another way, or with a banner around it.

The roles of all of them count together, in whatever order they come.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from gateway.desk.desk import Desk
from gateway.desk.situation.addresses import Addressed
from gateway.desk.situation.senders import Sender
from gateway.desk.situation.situation import Prepared
from gateway.domain.facts import ROLES, Duplicate
from gateway.mail.message import Body
from gateway.mail.parse import parse
from gateway.mail.text.same_letter import same_subject, same_text
from gateway.store.inbox.records import EarlierDelivery
from gateway.store.store import UnitOfWork

WITHOUT_EFFECT: Final = ("quarantine", "duplicate")  # decisions after which a mail has become nothing yet
ASIDE: Final = ("quarantine", "redirect")  # also the training team's: nothing that support has heard of
REFUSED: Final = (  # a request to escalate that the copy at the support address may put right
    "no_ticket",
    "unknown_ticket",
    "foreign_ticket",
    "ambiguous",
    "incomplete",
    "too_early",
    "no_contract",
)
ALIKE_WITHIN: Final = timedelta(minutes=10)  # of each other, for deliveries whose texts differ by a banner
MAX_COMPARED: Final = 3  # deliveries with other words that are read again


def earlier_delivery(
    desk: Desk, work: UnitOfWork, prepared: Prepared, sender: Sender, released: bool
) -> EarlierDelivery | None:
    """What the deliveries before this one became, with the roles of all of them; None for the first.

    What a person releases repeats another delivery only if something has come of that one.
    """
    settled = work.mails.earlier.of(prepared.message.identity, prepared.waiting.id)
    if released:
        found = [one for one in settled if one.decision not in WITHOUT_EFFECT]
    else:
        found = [one for one in settled if _counts(desk, work, one, prepared)]
    own_words = [one for one in found if one.text_sha256 == prepared.message.text_sha256]
    others = [one for one in found if one.text_sha256 != prepared.message.text_sha256]
    same = own_words + [one for one in others[:MAX_COMPARED] if _is_alike(desk, work, one, prepared, sender)]
    if not same:
        return None
    telling = next((one for one in same if one.decision not in (*WITHOUT_EFFECT, *REFUSED)), same[0])
    proof = "pass" if any(one.proof == "pass" for one in same) else telling.proof
    return replace(telling, proof=proof, roles=tuple(sorted({role for one in same for role in one.roles})))


def _counts(desk: Desk, work: UnitOfWork, earlier: EarlierDelivery, prepared: Prepared) -> bool:
    """A copy without proof, sent ahead by a forger or a forwarder, must not swallow the proven mail.

    It counts only where it was not put aside, and has the same sender and the same files.
    """
    verification = prepared.verification
    if earlier.proof == "pass" or verification.proof != "pass":
        return True
    if earlier.decision == "quarantine" or (earlier.sender or "").lower() != (verification.address or "").lower():
        return False
    other = parse(work.mails.load(earlier.mail_id).mail.content, desk.reading)
    return [one.sha256 for one in other.attachments] == [one.sha256 for one in prepared.message.attachments]


def _is_alike(desk: Desk, work: UnitOfWork, earlier: EarlierDelivery, prepared: Prepared, sender: Sender) -> bool:
    """The same Date and sender within ten minutes, and words that differ by a banner, a footer or a subject tag."""
    message = prepared.message
    apart = abs(prepared.envelope.received_at - earlier.received_at)
    if apart > ALIKE_WITHIN or message.date is None or (earlier.sender or "").lower() != sender.address.lower():
        return False
    other = parse(work.mails.load(earlier.mail_id).mail.content, desk.reading)
    if other.date != message.date or not same_subject(other.subject, message.subject):
        return False
    files = {one.sha256 for one in other.attachments}
    return all(one.sha256 in files for one in message.attachments) and _same_words(other.body, message.body)


def _same_words(one: Body, other: Body) -> bool:
    """As a whole but for what was put around them, or as far as they are the sender's own."""
    own = one.reply.split()
    return same_text(one.text, other.text) or (bool(own) and own == other.reply.split() and one.quoted == other.quoted)


def duplicate_of(earlier: EarlierDelivery | None, to: Addressed, proven: bool = False) -> Duplicate:
    """What a repeated delivery adds: nothing, proof, or one of our addresses that the ones before did not come to."""
    if earlier is None:
        return "none"
    new_roles = to.roles - set(earlier.roles)
    if "escalation" in new_roles:
        return "escalation_copy"
    if proven and earlier.proof != "pass":
        return "proven_copy"
    aside = earlier.decision in ASIDE and not {"support", "escalation"} & set(earlier.roles)
    return "support_copy" if "support" in new_roles and (aside or earlier.decision in REFUSED) else "same"


def all_roles(earlier: EarlierDelivery | None, to: Addressed) -> Addressed:
    """The addressees of a letter, those of its other deliveries included."""
    if duplicate_of(earlier, to) in ("none", "same") or earlier is None:
        return to
    return replace(to, roles=to.roles | {role for role in ROLES if role in earlier.roles})
