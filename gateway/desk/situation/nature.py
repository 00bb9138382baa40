"""Person or machine, with what only the desk knows: our own addresses, whose reply it is, and who is proven."""

from dataclasses import replace

from gateway.config import Addresses
from gateway.desk.desk import Desk
from gateway.desk.situation.addresses import role_of
from gateway.desk.situation.senders import Sender
from gateway.desk.situation.situation import Prepared
from gateway.desk.situation.threading import Thread
from gateway.mail.classify import classify
from gateway.mail.machine.lists import list_addresses, list_ids, only_passed_on
from gateway.mail.machine.noise import noise_in
from gateway.mail.message import Message
from gateway.mail.nature import Nature

WRITTEN_BY_A_PROGRAM = ("response", "recall")  # in the name of a person
MARKED = ("bulk", "auto_generated", "auto_reply")  # what the marks of lists and mailbox rules make of a mail


def nature_to_us(desk: Desk, prepared: Prepared, sender: Sender, thread: Thread) -> Nature:
    """The nature of a mail without the marks of our own list, or of a customer's on a reply to us.

    Such marks on mail of a proven contact with words of their own make it suspected: it is shown, not answered.
    See docs/domain.md, "How a mail is decided".
    """
    nature, message = prepared.nature, prepared.message
    if nature.kind == "person" and noise_in(message, nature, one_of_ours=False) in WRITTEN_BY_A_PROGRAM:
        return replace(nature, kind="auto_generated")
    if nature.kind == "person" and not nature.suspected:
        return nature
    answers_us = thread.by in ("token", "thread") and thread.found in ("one", "ambiguous")
    if answers_us or _is_our_list(message, desk.config.addresses):
        nature = classify(message, prepared.envelope, lists=False)
    if nature.kind not in MARKED and not nature.suspected:
        return nature
    known = sender.proof == "pass" and (sender.contact is not None or sender.is_staff)
    if known and message.body.reply.strip() and only_passed_on(nature.evidence):
        return replace(nature, kind="person", suspected=True, passed_on=True)
    return nature


def _is_our_list(message: Message, ours: Addresses) -> bool:
    """Does the list that carried a mail bear one of our own addresses?"""
    if any(role_of(one, ours) for one in list_addresses(message)):
        return True
    ids = list_ids(message)
    own = (*ours.support, *ours.escalation, *ours.training, *ours.alerts)
    return bool(ids) and not {one.lower().replace("@", ".") for one in own}.isdisjoint(ids)
