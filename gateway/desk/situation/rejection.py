"""An answer to a rejection of ours, read without the ticket numbers that only our own words in it name."""

import re
from dataclasses import replace

from gateway.desk.desk import Desk
from gateway.domain.fields import unquote, without_words_of
from gateway.domain.tickets.ticket import numbers_in, without_numbers
from gateway.mail.message import Message
from gateway.store.outgoing.records import AnsweredMail

_DIGITS = re.compile(
    r"[#\s]{0,20}(0\d{5}(?=\s)|\d{4,12}(?=[.,;:!]|[ \t]*(?:[\r\n]|\Z)))"
)  # not "5000 people cannot work"


def without_rejection(desk: Desk, message: Message, rejection: AnsweredMail | None) -> Message:
    """Our list of tickets and the number that we did not find are no choice of the customer's.

    A line of the list that stands alone in the answer is one: they have copied it. In the quoted part only what they
    filled into the form counts.
    """
    if rejection is None:
        return message
    body, labels = message.body, desk.rules.data.labels
    reply = without_words_of(rejection.text, body.reply, labels)
    if not numbers_in(reply) and len(numbers_in(body.reply)) == 1:
        reply = body.reply
    reply = _with_our_form(reply)
    quoted = without_words_of(rejection.text, unquote(body.quoted), labels)
    subject = message.subject
    if rejection.subject and rejection.subject in subject and not rejection.subject.startswith("["):
        subject = without_numbers(subject)
    return replace(message, subject=subject, body=replace(body, reply=reply, quoted=quoted))


def _with_our_form(reply: str) -> str:
    """Asked for a number, people answer with its digits alone; they stand at the very beginning."""
    digits = _DIGITS.match(reply)
    return f"T-{int(digits[1]):06d}{reply[digits.end() :]}" if digits else reply
