"""What a request to escalate says: the fields of the mail and of the draft that it completes."""

from gateway.desk.desk import Desk
from gateway.desk.situation.situation import Situation
from gateway.desk.tickets.open import LEVELS
from gateway.domain.directory.entries import Organization
from gateway.domain.escalations.escalation import Channel
from gateway.domain.facts import Missing
from gateway.domain.fields import MAX_VALUE, outside_labels, read_fields, unquote, without_words_of
from gateway.domain.tickets.courtesy import words_of
from gateway.domain.tickets.ticket import Ticket, without_numbers
from gateway.mail.header.reply_prefix import strip_reply_prefixes

FIELDS = ("reason", "business_impact", "problem_summary", "environment")


def fields_of(desk: Desk, situation: Situation, channel: Channel, ticket: Ticket | None) -> dict[str, str]:
    """New words win over the draft; an answer filled into the quoted form counts where nothing else does."""
    labels, policy = desk.rules.data.labels, desk.rules.data.escalation
    said, quoted = own_words(desk, situation)
    fields = dict(situation.draft.fields) if situation.draft else {}
    new = read_fields(said, labels)
    in_subject = saying(desk, read_fields(situation.message.subject, labels))
    if in_subject:  # "T-001001, impact: nobody can work" says it all in one line
        new = in_subject | saying(desk, new)
    if situation.answers_rejection:
        new = saying(desk, read_fields(quoted, labels)) | saying(desk, new)
    new = _with_impact(desk, new)
    fields |= {name: new[name] for name in FIELDS if name in new and not labels.says_nothing(new[name])}
    free = _free_words(desk, situation, said)
    if channel == "ticket" and "problem_summary" not in fields and (not new or "reason" in fields):
        fields["problem_summary"] = fields.get("reason", said)  # who says why says what it is about
    if (
        channel == "ticket"
        and "business_impact" not in fields
        and policy.impact_from_ticket
        and ticket
        and ticket.business_impact
    ):
        fields["business_impact"] = ticket.business_impact
    fields |= _told(desk, situation, channel, free, fields)
    if situation.draft and "business_impact" not in new:
        fields |= _more_impact(desk, fields, free)
    if situation.draft and not new:
        fields |= _free_answer(desk, situation, channel, fields, free)
    return fields


def _more_impact(desk: Desk, fields: dict[str, str], free: str) -> dict[str, str]:
    """A reply that tells of an impact in its own words says more than the draft, which may have been guessed."""
    old, told = fields.get("business_impact", ""), desk.rules.data.labels.impact.told_in(free)
    return {"business_impact": f"{told}\n{old}"[:MAX_VALUE]} if old and told and told not in old else {}


def _free_words(desk: Desk, situation: Situation, said: str) -> str:
    """What stands under no label, without greetings; the subject where it begins the conversation and says more."""
    message, data = situation.message, desk.rules.data
    names = words_of([situation.sender.name, *(one.name for one in (*message.to, *message.cc))])
    lines = [without_numbers(line) for line in outside_labels(said, data.labels).splitlines()]
    text = "\n".join(
        line.strip() for line in lines if not line.strip() or not data.courtesy.only_greets(line, names)
    ).strip()
    subject = strip_reply_prefixes(message.subject).strip()
    continues = message.in_reply_to or message.references or situation.answers_rejection
    subject = "" if continues or subject != message.subject.strip() else without_numbers(subject).strip()
    least = _least_free(desk)
    says_it = _words_in(text) < least <= _words_in(subject) and not read_fields(subject, data.labels)
    return f"{subject}\n\n{text}".strip() if says_it else text


def _told(desk: Desk, situation: Situation, channel: Channel, free: str, fields: dict[str, str]) -> dict[str, str]:
    """Reason and impact as people tell them without a label."""
    told: dict[str, str] = {}
    if situation.sender.is_staff:
        return told
    if channel == "email" and "reason" not in fields:
        if "problem_summary" in fields:
            told["reason"] = fields["problem_summary"]  # who says what it is about says why
        elif _words_in(free) >= _least_free(desk):
            told["reason"] = free[:MAX_VALUE]
    impact = "" if "business_impact" in fields else desk.rules.data.labels.impact.told_in(free)
    if impact:
        told["business_impact"] = (
            impact if _says_enough(desk, situation, "business_impact", impact) else free[:MAX_VALUE]
        )
    return told


def _least_free(desk: Desk) -> int:
    return desk.rules.data.escalation.least_free_words


def _words_in(text: str) -> int:
    """How many words; of a script without blanks between them four letters count as one."""
    words = sum(any(c.isalnum() for c in word) for word in text.split())
    return words if text.isascii() else max(words, sum(c.isalpha() for c in text if c > "\u2e7f") // 4)


def own_words(desk: Desk, situation: Situation) -> tuple[str, str]:
    """What was written now, and what stands in the quote: both without the words of our own rejection."""
    body, ours = situation.message.body, situation.rejection_text
    if not ours:
        return body.reply, body.quoted
    said, quoted = (without_words_of(ours, unquote(part), desk.rules.data.labels) for part in (body.reply, body.quoted))
    return said.strip(), quoted


def saying(desk: Desk, fields: dict[str, str]) -> dict[str, str]:
    """The fields under whose label more than a dash stands."""
    return {name: value for name, value in fields.items() if not desk.rules.data.labels.says_nothing(value)}


def _with_impact(desk: Desk, fields: dict[str, str]) -> dict[str, str]:
    """In an escalation plain "Impact:" means the business impact, unless it is only a level."""
    value = fields.get("impact", "")
    if "business_impact" in saying(desk, fields) or not value or desk.rules.data.labels.canonical(value, LEVELS):
        return fields
    return fields | {"business_impact": value}


def _free_answer(
    desk: Desk, situation: Situation, channel: Channel, fields: dict[str, str], said: str
) -> dict[str, str]:
    """Asked for exactly one thing, people answer without its label."""
    missing = missing_of(desk, situation, channel, fields, None)
    if not said or len(missing) != 1 or missing[0] == "csm_cc":
        return {}
    brief = missing[0] == "business_impact" and _words_in(said) < desk.rules.data.escalation.least_answer_words
    return {} if brief and not situation.sender.is_staff else {missing[0]: said}


def missing_of(
    desk: Desk, situation: Situation, channel: Channel, fields: dict[str, str], organization: Organization | None
) -> tuple[Missing, ...]:
    """What an escalation must say and this one does not, by the way it came."""
    policy = desk.rules.data.escalation
    missing: list[Missing] = [
        name for name in policy.fields[channel] if not _says_enough(desk, situation, name, fields.get(name, ""))
    ]
    copied = {mailbox.address.lower() for mailbox in (*situation.message.to, *situation.message.cc)}
    if policy.csm_cc_missing == "reject" and organization and organization.csm and not situation.sender.is_staff:
        missing += [] if organization.csm.lower() in copied else ["csm_cc"]
    return tuple(missing)


def _says_enough(desk: Desk, situation: Situation, name: str, value: str) -> bool:
    policy = desk.rules.data.escalation
    least = policy.account_team_words if situation.sender.is_staff else policy.minimum_words.get(name, 1)
    empty = desk.rules.data.labels.says_nothing
    words = [word for word in value.split() if any(c.isalnum() for c in word) and not empty(word)]
    # a script without blanks between words cannot be counted in words
    long_enough = len(words) >= least or (not value.isascii() and sum(c.isalpha() for c in value) >= 4 * least)
    return long_enough and not desk.rules.data.labels.says_nothing(value)
