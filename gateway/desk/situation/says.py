"""What a customer's text comes down to: words to read, thanks and nothing else, or one word that is a command."""

import unicodedata
from typing import Final, get_args

from gateway.desk.desk import Desk
from gateway.desk.situation.one_word import one_command
from gateway.desk.situation.senders import Sender
from gateway.desk.situation.threading import Thread
from gateway.domain.command_lines import visible
from gateway.domain.facts import Says
from gateway.domain.tickets.courtesy import words_of
from gateway.mail.message import Message
from gateway.mail.reply.lines import without_marked_lines
from gateway.store.store import UnitOfWork

_WORDS: Final[dict[str, Says]] = {one: one for one in get_args(Says) if one not in ("words", "thanks")}
_LONGEST: Final = 1000  # characters; who says thanks and nothing else needs fewer
_ASKS: Final = ("?", "？", "¿", "؟")


def says(desk: Desk, work: UnitOfWork, message: Message, sender: Sender, thread: Thread) -> Says:
    """Thanks are looked for where there is a ticket they can be about; never in the mail of our own people."""
    text = without_marked_lines(message.body.reply)
    if sender.is_staff or len(text) > _LONGEST or not all(file.decoration for file in message.attachments):
        return "words"
    courtesy = desk.rules.data.courtesy
    is_question = thread.ticket is None or any(mark in text for mark in _ASKS)
    may_command = _names_command(text)
    if is_question and not may_command:
        return "words"
    names = _names(work, message, sender)
    if may_command and (word := one_command(text, _WORDS, courtesy, names)):
        return word
    return "thanks" if not is_question and courtesy.is_all(text, names) else "words"


def _names_command(text: str) -> bool:
    folded = unicodedata.normalize("NFKC", visible(text)).casefold()
    return any(word in folded for word in _WORDS)


def _names(work: UnitOfWork, message: Message, sender: Sender) -> frozenset[str]:
    people = [*message.from_, *message.to, *message.cc]
    staff = [one.name for one in work.directory.all_staff()]
    return words_of([sender.name, sender.address, *(one.name for one in people), *staff])
