"""What a customer's new mail is about that others than support take care of: rules/decisions/redirects.toml."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from gateway.desk.desk import Desk
from gateway.desk.situation.addresses import Addressed, role_of
from gateway.desk.situation.senders import Sender
from gateway.desk.situation.threading import Thread
from gateway.domain.facts import Fault, TicketFacts, TopicFacts
from gateway.domain.fields import read_fields
from gateway.domain.sentences import sentences
from gateway.domain.tickets.ticket import TYPES
from gateway.domain.topic import NO_TOPIC, MailTopic, topic_of
from gateway.domain.verdict import Ground
from gateway.mail.header.reply_prefix import strip_reply_prefixes
from gateway.mail.message import Message
from gateway.mail.nature import Nature

MAX_TEXT: Final = 4000  # characters
MAX_SENTENCES: Final = 40
AS_A_CASE: Final = Ground("redirects/none", "It says itself that it is an incident, or how much it hurts.")
NO_ADDRESS: Final = Ground("redirects/none", "There is no training address to hand it over to.")


def topic_in(desk: Desk, message: Message, sender: Sender, nature: Nature, to: Addressed, thread: Thread) -> MailTopic:
    """The topic of a person's mail that begins something; of any other there is none.

    Nor of what the training team writes: it would be sent back to them.
    """
    ours = sender.is_staff or role_of(sender.address, desk.config.addresses) == "training"
    begins = thread.ticket is None and not thread.several and to.roles & {"support", "training"}
    if not begins or ours or nature.kind != "person":
        return NO_TOPIC
    return topic_of_words(desk, message.subject, message.body.reply)


def topic_of_words(desk: Desk, subject: str, text: str) -> MailTopic:
    """The same of a subject and a text. A mail without any of the words, as most are, costs one look."""
    subject, text = strip_reply_prefixes(subject), text[:MAX_TEXT]
    whole = f"{subject}. {text}"
    if desk.rules.redirects.decide(TopicFacts(whole, whole))[0].said == "none":
        return NO_TOPIC
    if _is_a_case(desk, text):
        return MailTopic("none", AS_A_CASE)
    found = topic_of([desk.rules.redirects.decide(one) for one in _facts(desk, subject, text)])
    if found.kind in ("training", "certificate") and not desk.config.addresses.training:
        return MailTopic("none", NO_ADDRESS)
    return found


def _is_a_case(desk: Desk, text: str) -> bool:
    labels = desk.rules.data.labels
    fields = read_fields(text, labels)
    hurts = any(fields.get(name, "").strip() for name in ("impact", "urgency", "business_impact"))
    return hurts or labels.meant_first(fields.get("type", ""), TYPES) == "incident"


def _facts(desk: Desk, subject: str, text: str) -> Iterator[TopicFacts]:
    """The subject alone, then each sentence with the subject before it: that says what "it" is."""
    yield TopicFacts(subject, subject, _fault(desk, subject))
    for one in islice(sentences(text), MAX_SENTENCES):
        words = f"{subject}. {one}"
        yield TopicFacts(words, words, _fault(desk, one))


def _fault(desk: Desk, sentence: str) -> Fault:
    if desk.rules.ticket_type.decide(TicketFacts(sentence))[0] == "incident":
        return "named"
    return "told" if desk.rules.data.labels.faults.told_in(sentence) else "none"
