"""What a customer's text comes down to: words to read, thanks and nothing else, or one word that is a command."""

import unicodedata
from collections.abc import Iterable
from typing import Final

from gateway.desk.desk import Desk
from gateway.desk.situation.one_word import one_command
from gateway.desk.situation.senders import Sender
from gateway.desk.situation.threading import Thread
from gateway.domain.command_lines import visible
from gateway.domain.facts import Says
from gateway.domain.tickets.courtesy import words_of
from gateway.domain.tickets.ticket import without_numbers
from gateway.mail.header.reply_prefix import strip_reply_prefixes
from gateway.mail.message import Message
from gateway.mail.reply.lines import without_marked_lines
from gateway.store.store import UnitOfWork

_IN_SUBJECT: Final = ("status", "list")  # commands that may be the subject of a mail which says nothing else
_LONGEST: Final = 1000  # characters; who says thanks and nothing else needs fewer
_ASKS: Final = ("?", "？", "¿", "؟")


def says(desk: Desk, work: UnitOfWork, message: Message, sender: Sender, thread: Thread) -> Says:
    """Thanks are looked for where there is a ticket they can be about; never in the mail of our own people."""
    text = without_marked_lines(message.body.reply)
    if sender.is_staff or len(text) > _LONGEST or not all(file.decoration for file in message.attachments):
        return "words"
    courtesy, commands = desk.rules.data.courtesy, desk.rules.data.labels.commands
    is_question = thread.ticket is None or any(mark in text for mark in _ASKS)
    command = _command_of_subject(desk, message)
    may_command = command is not None or _names_one_of(commands, text)
    if is_question and not may_command:
        return "words"
    names = names_in(work, message, sender)
    whole = f"{command}\n{text}" if command else text
    if may_command and (word := one_command(whole, commands, courtesy, names)):
        return word
    return "thanks" if not is_question and courtesy.is_all(text, names) else "words"


def _command_of_subject(desk: Desk, message: Message) -> str | None:
    """The word that asks how things stand, where it is all that the subject of a new mail says but ticket numbers."""
    subject = strip_reply_prefixes(message.subject)
    if message.in_reply_to or message.references or ":" in message.subject.removesuffix(subject):
        return None
    commands = desk.rules.data.labels.commands
    said = without_numbers(unicodedata.normalize("NFKC", subject).casefold())
    word = said.strip(" \t.,;:!?()[]#*-_\u00bf")
    return word if commands.get(word) in _IN_SUBJECT else None


def _names_one_of(commands: Iterable[str], text: str) -> bool:
    folded = unicodedata.normalize("NFKC", visible(text)).casefold()
    return any(word in folded for word in commands)


def names_in(work: UnitOfWork, message: Message, sender: Sender) -> frozenset[str]:
    """The words of all names that may stand in a mail, case-folded."""
    people = [*message.from_, *message.to, *message.cc]
    staff = [one.name for one in work.directory.all_staff()]
    return words_of([sender.name, sender.address, *(one.name for one in people), *staff])
