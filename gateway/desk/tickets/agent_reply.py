"""The words of one of our people on their way to the customer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from gateway.desk.act import Act
from gateway.desk.directory.people import recipient_view, region_of, vendor_view
from gateway.desk.outgoing.enqueue import enqueue
from gateway.desk.outgoing.mail import Enqueued, OutgoingMail
from gateway.desk.situation.inside import inside_of
from gateway.desk.tickets.answers import answer, sender_views
from gateway.desk.tickets.enclosures import enclosed, remark_withheld
from gateway.desk.tickets.ending import reopen_until
from gateway.desk.tickets.file_texts import texts_in
from gateway.desk.tickets.followers import tell_of_answer
from gateway.desk.tickets.letter_views import ticket_view
from gateway.desk.tickets.notes import write_note
from gateway.desk.tickets.owners import managers_of, organization_of
from gateway.desk.tickets.readers import readers_of
from gateway.desk.tickets.ticket_state import change_state, scheduled
from gateway.domain.command_lines import announces_internal, internal_inside, is_quoted
from gateway.domain.event import Words
from gateway.domain.phrase import Phrase, phrase
from gateway.domain.tickets.inside_text import InsideText, found_in
from gateway.domain.tickets.ticket import Note, Ticket
from gateway.letters.commands import TranscriptLetter
from gateway.letters.staff import AgentReplyLetter
from gateway.mail.message import Mailbox

ANSWER = "agent_public_reply"
MAX_NOTES = 200  # internal notes that an answer is compared with, the newest
EXCERPT = 80  # characters of the line that an answer quotes


@dataclass(frozen=True, slots=True)
class Answered:
    """The note of an answer. `told`: the customer has it, or will; not where a person looks first."""

    note_id: int
    told: bool


def agent_reply(act: Act, ticket: Ticket, words: Words, settled: bool = False) -> Answered:
    """Write a public note and send it to the customer; the first human answer stops the response clock.

    In a case of our own people, which no customer reads, the note stays inside: the case may become a customer's.
    `settled`: the state was set with the answer, and stays.
    """
    leak = phrase("held.only_announces") if words.announced else _remark(words.text)
    leak = leak or _leak(act, ticket, _everything(act, words))
    if leak is not None:
        return Answered(_hold(act, ticket, words, leak), told=False)
    note_id = write_note(act, ticket.id, words, "public" if _people(act, ticket) else "internal")
    send_reply(act, ticket, words, note_id)
    count_as_answered(act, ticket, settled)
    tell_of_answer(act, act.work.tickets.get(ticket.id) or ticket)
    return Answered(note_id, told=True)


def count_as_answered(act: Act, ticket: Ticket, settled: bool = False) -> Ticket:
    """One of our people answered: the ticket waits for the customer, and the first time the response is given."""
    changed = replace(ticket, first_response_at=ticket.first_response_at or act.now)
    if settled:
        return act.work.tickets.save(scheduled(act.desk, act.work, changed), ticket)
    return change_state(act, ticket, "answered", changed)


def _hold(act: Act, ticket: Ticket, words: Words, leak: Phrase) -> int:
    """Nothing leaves, and no clock stops, before a person has looked; the author is told.

    See docs/domain.md, "Answers and who reads them".
    """
    whole = f"{words.text}\n\n{words.announced}".strip()
    note_id = write_note(act, ticket.id, replace(words, text=whole), "internal")
    posted = send_reply(act, ticket, words, note_id, held=leak)
    vendor, recipient = sender_views(act)
    said = [leak, phrase("held.waits_as", mail=posted.id)] if posted else [leak]
    lines = tuple(act.desk.templates.say(one, recipient.language) for one in said)
    letter = TranscriptLetter(vendor, recipient, ticket_view(act.work, ticket), lines, words.text)
    answer(act, "agent_reply_held", letter, ticket)
    return note_id


def send_reply(act: Act, ticket: Ticket, words: Words, note_id: int, held: Phrase | None = None) -> Enqueued | None:
    """The mail to the requester and those of their organization who take part, as far as it has not reached them.

    `held`: why a person looks first.
    """
    people = tuple(one for one in _people(act, ticket) if one.address.lower() not in words.reached)
    if not people:
        return None
    organization = organization_of(act.work, ticket)
    letter = AgentReplyLetter(
        vendor=vendor_view(act.desk, region_of(act.work, organization)),
        recipient=recipient_view(act.desk, act.work, people[0].address, people[0].name, organization, ticket.language),
        ticket=ticket_view(act.work, ticket),
        body=words.text,
        agent_name=act.actor.name or act.actor.address,
        reopen_until=reopen_until(act, ticket),
    )
    files = enclosed(act, ticket, words, note_id)
    outgoing_mail = OutgoingMail(
        template=ANSWER,
        letter=letter,
        audience="customer",
        to=people[:1],
        cc=people[1:],
        now=act.now,
        kind="agent",
        ticket=ticket,
        mail_id=act.mail_id,
        note_id=note_id,
        in_reply_to=act.work.mails.last_of_customer(ticket.id) or act.mail.message_id,
        references=act.mail.references,
        agent_name=act.actor.name or act.actor.address,
        files=files,
        not_before=act.now + timedelta(seconds=act.desk.config.gateway.answer_hold_seconds),
        held=held,
    )
    remark_withheld(act, ticket, files)
    return enqueue(act.desk, act.work, outgoing_mail)


def _people(act: Act, ticket: Ticket) -> tuple[Mailbox, ...]:
    """The customer's readers, and who manages the escalation of their ticket."""
    people = readers_of(act, ticket)
    return (*people, *managers_of(act, ticket)) if people else ()


def _everything(act: Act, words: Words) -> str:
    """The words, and what can be read in the files that go along."""
    return "\n".join((words.text, *texts_in(words.attachments, act.desk.reading)))


def _remark(text: str) -> Phrase | None:
    """A line that says itself that it is internal; of a quoted line `#internal` does, which somebody may have typed."""
    lines = ((one, internal_inside if is_quoted(one) else announces_internal) for one in text.splitlines())
    line = next((one for one, says_so in lines if says_so(one)), None)
    return phrase("held.says_internal", line=line.strip()[:EXCERPT]) if line else None


def _leak(act: Act, ticket: Ticket, text: str) -> Phrase | None:
    """What the text quotes of our internal words (docs/domain.md, "Answers and who reads them"), said in a phrase."""
    every = [_as_written(one) for one in act.work.tickets.notes(ticket.id)]
    notes = every[-MAX_NOTES:]
    inside = [one for one in notes if one.visibility == "internal" and one.author is not None]
    public = [one.text for one in notes if one.visibility == "public"]
    if _tells(text, inside, public):
        inside = [one for one in inside if not _was_held(act, one)]
        for note in (one for one in inside if _tells(text, [one], public)):
            return phrase("held.quotes_note", note=note.id)
    line = inside_of(act.work, ticket.id, every).leaking(text)
    return phrase("held.quotes_mail", line=line.strip()[:EXCERPT]) if line else None


def _as_written(note: Note) -> Note:
    """An answer that was taken back before it left was meant for the customer: the next try may say the same."""
    return replace(note, visibility="public") if note.withdrawn_at else note


def _tells(text: str, inside: Sequence[Note], public: Sequence[str]) -> bool:
    """Does the text say a whole line of these notes, or a good part of one?"""
    notes = [one.text for one in inside]
    lines = [line for note in notes for line in note.splitlines()]
    return bool(found_in(lines, text) or InsideText.of(notes, public).stretch(text))


def _was_held(act: Act, note: Note) -> bool:
    """Are these the words of an answer that waits for a person? They were meant for the customer: the next try may
    say them again, without those for which it was held.
    """
    posted = act.work.outbox.of_mail(note.mail_id) if note.mail_id is not None else []
    return any(one.template == ANSWER and one.note_id == note.id for one in posted)
