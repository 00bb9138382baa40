"""What stands below the sender's own words and belongs to what they say: a message that they pass on, and a quote into
which they wrote their answers.

See docs/domain.md, "Answers and who reads them".
"""

from dataclasses import dataclass, replace
from typing import Final

from gateway.desk.desk import Desk
from gateway.desk.situation.senders import Sender
from gateway.domain.tickets.courtesy import words_of
from gateway.mail.message import Body, Message
from gateway.mail.reply.signature import written_below_note


@dataclass(frozen=True, slots=True)
class Below:
    """`kept`: text that is kept with the words. `announced`: the quote in which one of our people says that their
    answers stand, where they write nothing else."""

    kept: str = ""
    announced: str = ""


NOTHING_BELOW: Final = Below()


def with_words_below_note(message: Message, sender: Sender) -> Message:
    """A customer's mail with what they wrote below the note of their device; our own people may quote internal mail."""
    more = "" if sender.is_staff else written_below_note(message.body.signature)
    return replace(message, body=replace(message.body, reply=f"{message.body.reply}\n\n{more}")) if more else message


def below(desk: Desk, message: Message, sender: Sender, said: str, begins: bool = False) -> Below:
    """What belongs to the words `said`; of our own people's quotes nothing is kept, as they quote internal mail.

    `begins`: the mail is the first of a case, so that nothing of ours is quoted in it.
    """
    body = message.body
    if not body.quoted.strip():
        return NOTHING_BELOW
    if forwarded := _forwarded(body):
        return Below(kept=forwarded)
    if begins and not sender.is_staff and _names_its_author(body.quoted):
        return Below(kept=body.quoted.strip())
    announcement = desk.rules.data.labels.announcement
    if not announcement.made_in(said):
        return NOTHING_BELOW
    if not sender.is_staff:
        return Below(kept=body.quoted.strip())
    files = any(not one.decoration for one in message.attachments)
    only = not files and announcement.is_all(_without_greetings(desk, message, sender, said))
    return Below(announced=body.quoted.strip() if only else "")


def _names_its_author(quoted: str) -> bool:
    """Does more stand there than marked lines: who wrote them, a header, a text below? A bare quote is an ornament."""
    return any(line.strip() and not line.lstrip().startswith(">") for line in quoted.splitlines())


def _forwarded(body: Body) -> str:
    """The forwarded message with its header lines, as it stands in the text; one that is attached is a file."""
    return body.quoted.strip() if body.forwarded and body.forwarded.body else ""


def _without_greetings(desk: Desk, message: Message, sender: Sender, said: str) -> str:
    courtesy = desk.rules.data.courtesy
    names = words_of([sender.name, sender.address, *(one.name for one in (*message.to, *message.cc))])
    return "\n".join(line for line in said.splitlines() if not line.strip() or not courtesy.only_greets(line, names))
