"""Mail on a case that exists: a customer's reply, and an answer of our people without commands."""

from dataclasses import replace

from gateway.desk.act import Act
from gateway.desk.escalations.hearing import Heard, hear_customer
from gateway.desk.escalations.managing import heard_of_manager
from gateway.desk.inbound.about_escalation import about_escalation
from gateway.desk.inbound.opening import open_by
from gateway.desk.load_tests.requests import take_reply
from gateway.desk.situation.inputs import answer_of, contribution_of
from gateway.desk.situation.situation import Situation
from gateway.desk.tickets.agent_reply import agent_reply
from gateway.desk.tickets.customer_reply import Effect, add_reply, is_over, prove_reply
from gateway.desk.tickets.ending import must_stay
from gateway.desk.tickets.notes import write_note
from gateway.domain.outcome import Outcome
from gateway.domain.tickets.states import allows
from gateway.domain.tickets.ticket import Ticket
from gateway.domain.verdict import Ground


def take_note(act: Act, situation: Situation, ground: Ground) -> Outcome:
    ticket, earlier = situation.ticket, situation.earlier
    if situation.repeats == "proven_copy" and earlier and earlier.note_id and earlier.ticket_id == ticket.id:
        prove_reply(act, ticket, contribution_of(situation))
        return Outcome("note", ground, ticket.id, earlier.note_id)
    if situation.says == "words" and is_over(act, ticket):
        return open_by(act, situation, "follow_up", ground)
    effect = _effect(act, situation, ticket)
    heard = _heard(act, situation, ticket)
    if heard:
        effect = effect if heard.ends or effect != "closes" else "none"
        note_id = add_reply(act, heard.ticket, contribution_of(situation), effect, heard.news)
        return Outcome(heard.decision, ground, ticket.id, note_id)
    note_id = add_reply(act, ticket, contribution_of(situation), effect)
    if situation.says == "words" and not situation.nature.automatic:
        take_reply(act, ticket.id, situation.message.body.reply)
    closed = effect == "closes" and allows(ticket.state, "customer_closes")
    return Outcome("command" if closed else "note", ground, ticket.id, note_id)


def _heard(act: Act, situation: Situation, ticket: Ticket) -> Heard | None:
    """What a customer's answer does to the escalation of the ticket; None where there is none, or it says nothing."""
    running = act.work.escalations.running(ticket.id)
    said = about_escalation(act.desk, situation, running) if running else None
    return hear_customer(act, ticket, running, said) if running and said else None


def _effect(act: Act, situation: Situation, ticket: Ticket) -> Effect:
    """What the reply does to the state: nothing for a machine's and a single word; thanks end what is solved."""
    if situation.nature.automatic:
        return "reopens" if situation.nature.passed_on and situation.says == "words" else "none"
    if situation.says == "close" and situation.sender.proof == "pass":
        return "closes"
    if situation.says == "thanks" and ticket.state == "solved":
        return "thanks" if situation.sender.proof == "pass" and not must_stay(act, ticket) else "none"
    asleep = situation.says == "thanks" and ticket.state not in ("pending", "on_hold")
    return "none" if asleep or situation.says not in ("words", "thanks") else "wakes"


def take_agent_reply(act: Act, situation: Situation, ground: Ground) -> Outcome:
    ticket, words, below = situation.ticket, answer_of(situation), situation.below.kept
    said = bool(words.text.strip())
    if said:
        note_id = heard_of_manager(act, ticket, agent_reply(act, ticket, words))
    else:
        note_id = write_note(act, ticket.id, words, "internal")
    if below:  # what they pass on is kept for us; whether the customer may read it nobody has said
        write_note(act, ticket.id, replace(words, text=below, attachments=()), "internal")
    return Outcome("note", ground, ticket.id, note_id)
