"""A mail as the use cases see it: an event, words, and what is asked. They know nothing else of it."""

from dataclasses import replace

from gateway.desk.desk import Desk
from gateway.desk.situation.impersonation import warning
from gateway.desk.situation.senders import Sender
from gateway.desk.situation.situation import Situation
from gateway.domain.commands import addresses_in
from gateway.domain.event import Actor, Event, MailRef, Words
from gateway.domain.outgoing.cause import OURS, Cause, Relation, relation_of
from gateway.domain.phrase import Phrase, phrase
from gateway.domain.tickets.requests import Contribution, Mentions, NewTicket, Opening, PassedOn


def event_of(desk: Desk, situation: Situation) -> Event:
    """Somebody wrote a mail."""
    message = situation.message
    mail = MailRef(
        id=situation.mail_id,
        message_id=message.message_id,
        references=message.references or message.in_reply_to,  # RFC 5322 section 3.6.4
        unanswered=_unanswered(desk, situation),
        vouched=situation.released,
    )
    actor = _actor(situation.sender, message.body.language)
    return Event(situation.now, actor, "mail", mail, whole_words(situation), cause=cause_of(desk, situation))


def _actor(sender: Sender, language: str | None) -> Actor:
    return Actor(
        address=sender.address,
        name=sender.name,
        organization=sender.organization,
        staff=sender.staff,
        proven=sender.proof == "pass",
        language=language,
    )


def cause_of(desk: Desk, situation: Situation) -> Cause:
    """For whom the mails count that this one makes us write."""
    sender = situation.sender
    proven = sender.proof == "pass" or desk.config.authentication.answer_unproven
    if sender.is_staff and proven:
        return OURS
    return Cause(sender.address.lower(), _relation(situation, proven))


def _relation(situation: Situation, proven: bool) -> Relation:
    sender = situation.sender
    if situation.released:
        return "guest"
    of_customer, ticket = sender.known_domain or sender.contact is not None, situation.thread.ticket
    if not of_customer and proven and situation.thread.found == "one" and ticket and ticket.organization:
        return "guest"
    return relation_of(sender.contact is not None or sender.is_staff, of_customer, proven)


def _unanswered(desk: Desk, situation: Situation) -> Phrase | None:
    """Why the sender gets no automatic answer: RFC 3834 for machines, and nobody without proof.

    See docs/domain.md, "Answers and who reads them".
    """
    if situation.nature.automatic:
        evidence = ", ".join(situation.nature.evidence) or situation.nature.kind
        return phrase("limit.automatic", evidence=evidence)
    if situation.our_address:
        return phrase("limit.own_address")
    if situation.sender.proof != "pass" and not desk.config.authentication.answer_unproven:
        return phrase("limit.not_proven")
    return None


def whole_words(situation: Situation) -> str:
    """The sender's own words, and below them what belongs to them."""
    reply, kept = situation.message.body.reply, situation.below.kept
    return f"{reply.rstrip()}\n\n{kept}" if kept else reply


def words_of(situation: Situation) -> Words:
    """What the sender wrote now, with the message that they pass on."""
    return Words(
        author=situation.sender.address or None,
        text=whole_words(situation),
        attachments=situation.message.attachments,
        via="bcc" if situation.to.hidden else None,
        reached=frozenset(one.address.lower() for one in (*situation.message.to, *situation.message.cc)),
    )


def answer_of(situation: Situation) -> Words:
    """What one of our people writes to a customer: their own words, never what stands below them."""
    return replace(words_of(situation), text=situation.message.body.reply, announced=situation.below.announced)


def contribution_of(situation: Situation) -> Contribution:
    """What the mail adds to a case."""
    message, thread = situation.message, situation.thread
    return Contribution(
        words_of(situation),
        copied=(*message.to, *message.cc),
        mentions=Mentions(thread.several, thread.mentioned, thread.foreign),
        let_in=situation.released,
        given_to=thread.given_to,
    )


def new_ticket_of(situation: Situation, event: Event, code: Opening) -> NewTicket:
    """The ticket that the mail asks for; one that is not new follows the closed one it named."""
    thread = situation.thread
    return NewTicket(
        requester=event.actor,
        subject=situation.message.subject,
        contribution=contribution_of(situation),
        code=code,
        follows=thread.ticket if code != "new" and thread.found == "one" else None,
        not_found=thread.named if thread.found in ("unknown", "foreign") else None,
        careful=warning(situation.impersonation),
        passed_on_from=passed_on.author if (passed_on := passed_on_of(situation)) else "",
        topic=situation.topic,
        address=situation.to.support,
    )


def passed_on_of(situation: Situation) -> PassedOn | None:
    """A message that one of our people passes on, in the text or attached, with its files; None where there is none."""
    forwarded = situation.message.body.forwarded
    if forwarded is None or not forwarded.body.strip() or not situation.sender.is_staff:
        return None
    author = addresses_in(forwarded.from_email or "") or ""
    words = Words(author or None, forwarded.body.strip(), situation.message.attachments)
    return PassedOn(forwarded.subject or situation.message.subject, author, words)
