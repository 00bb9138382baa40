"""Two tickets about one thing become one: all later mail goes to the target.

See docs/domain.md, "The states of a ticket".
"""

from dataclasses import replace

from gateway.desk.act import Act
from gateway.desk.tickets.answers import tell
from gateway.desk.tickets.followers import interested
from gateway.desk.tickets.letter_views import ticket_view
from gateway.desk.tickets.notes import remark
from gateway.desk.tickets.participants import MAILED, WATCHER
from gateway.desk.tickets.ticket_state import change_state
from gateway.desk.tickets.to_requester import requester_views, tell_requester
from gateway.domain.phrase import Phrase, phrase
from gateway.domain.tickets.states import FINAL, allows
from gateway.domain.tickets.ticket import Ticket
from gateway.letters.tickets import MergedLetter


def why_not(act: Act, ticket: Ticket, target: Ticket) -> Phrase | None:
    """Why a ticket cannot be merged into that target, None where it can; `target` is the end of its own merges."""
    if ticket.id == target.id:
        return phrase("command.merge_same", ticket=ticket.number)
    if not allows(ticket.state, "merged"):
        return phrase("command.final", ticket=ticket.number, state=ticket.state)
    if target.state in FINAL:
        return phrase("command.final", ticket=target.number, state=target.state)
    if ticket.organization != target.organization or (ticket.organization is None and not _same_person(ticket, target)):
        return phrase("command.merge_other_customer", ticket=target.number)
    if act.work.escalations.running(ticket.id):
        return phrase("command.merge_escalated", ticket=ticket.number)
    return None


def _same_person(ticket: Ticket, target: Ticket) -> bool:
    return ticket.requester == target.requester


def merge_into(act: Act, ticket: Ticket, target: Ticket) -> Ticket:
    """End a ticket in favour of the target: its people take part there, and whoever asked for either is told.

    Raises NotAllowed where the ticket is merged already; `why_not` says the rest.
    """
    merged = change_state(act, ticket, "merged", replace(ticket, merged_into=target.id))
    target = _with_outage(act, ticket, _with_known_issue(act, ticket, target))
    _bring_people(act, ticket, target)
    remark(act, target.id, phrase("note.merged_here", ticket=ticket.number, subject=ticket.subject))
    remark(act, ticket.id, phrase("note.merged_into", ticket=target.number, subject=target.subject))
    for address in dict.fromkeys((ticket.requester, target.requester)):
        views, view = requester_views(act, target, address), ticket_view(act.work, target)
        tell_requester(act, "ticket_merged", MergedLetter(*views, view, merged.number), target)
    said = phrase("note.merged_here", ticket=ticket.number, subject=ticket.subject)
    tell(act, "agent_note", interested(act, target), target, said)
    return merged


def _with_known_issue(act: Act, ticket: Ticket, target: Ticket) -> Ticket:
    """What the one is about, the other is about; what the target has already, counts.

    Who has heard the news of it is the requester of the merged one: anybody else hears the next.
    """
    if ticket.problem is None or target.problem is not None:
        return target
    return act.work.tickets.save(replace(target, problem=ticket.problem, problem_told=ticket.problem_told), was=target)


def _with_outage(act: Act, ticket: Ticket, target: Ticket) -> Ticket:
    if ticket.outage is None or target.outage is not None:
        return target
    return act.work.tickets.save(replace(target, outage=ticket.outage), was=target)


def _bring_people(act: Act, ticket: Ticket, target: Ticket) -> None:
    """Who read the answers on the one reads them on the other, as far as there is room."""
    known = act.work.tickets.everybody(target.id)
    there = act.work.tickets.participants(ticket.id)
    kinds = {one: kind if kind in (WATCHER, "allowed") else "cc" for one, kind in there if kind in MAILED}
    new = [(one, kind) for one, kind in kinds.items() if one not in known]
    room = max(0, act.desk.rules.data.lifecycle.most_participants - len(known))
    act.work.tickets.add_participants(target.id, new[:room])
