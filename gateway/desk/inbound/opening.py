"""Mail that begins a case, or that others take care of."""

from gateway.desk.act import Act
from gateway.desk.load_tests.requests import answer_proven, open_test
from gateway.desk.redirects.new_case import open_case
from gateway.desk.redirects.redirect import can_redirect, redirect_new
from gateway.desk.redirects.training import take_training
from gateway.desk.situation.inputs import new_ticket_of
from gateway.desk.situation.situation import Situation
from gateway.desk.tickets.open import Opened, prove_ticket
from gateway.domain.outcome import Outcome
from gateway.domain.tickets.requests import NewTicket, Opening
from gateway.domain.verdict import Ground, HandedOver, TakeTraining


def open_by(act: Act, situation: Situation, code: Opening, ground: Ground) -> Outcome:
    new = new_ticket_of(situation, act.event, code)
    opened = _proven(act, situation, new) if situation.repeats == "proven_copy" else None
    if opened:
        return Outcome(code, ground, opened.ticket.id, opened.note_id)
    test = open_test(act, new)
    if test:
        return Outcome(code, ground, test.ticket.id, test.note_id)
    case = open_case(act, new)
    decision = "redirect" if case.sent_on else code
    return Outcome(decision, case.sent_on or ground, case.opened.ticket.id, case.opened.note_id)


def open_new(act: Act, situation: Situation, ground: Ground) -> Outcome:
    return open_by(act, situation, "new", ground)


def hand_over(act: Act, situation: Situation, kind: HandedOver, ground: Ground) -> Outcome:
    if isinstance(kind, TakeTraining):
        take_training(act, situation.message.subject)
        return Outcome("redirect", ground)
    return redirect_by_topic(act, situation, ground)


def redirect_by_topic(act: Act, situation: Situation, ground: Ground) -> Outcome:
    """By the topic; where nobody can take care of it, it is an ordinary case."""
    new = new_ticket_of(situation, act.event, "new")
    if not can_redirect(act, new):
        return open_by(act, situation, "new", ground)
    opened = redirect_new(act, new)
    return Outcome("redirect", ground, *((opened.ticket.id, opened.note_id) if opened else ()))


def _proven(act: Act, situation: Situation, new: NewTicket) -> Opened | None:
    """The ticket that the same mail opened without proof; None where it became something else."""
    earlier = situation.earlier
    if earlier is None or earlier.ticket_id is None or earlier.note_id is None:
        return None
    ticket = act.work.tickets.get(earlier.ticket_id)
    if ticket is None or ticket.requester != new.requester.address.lower():
        return None
    opened = prove_ticket(act, new, Opened(ticket, earlier.note_id))
    answer_proven(act, ticket.id)
    return opened
