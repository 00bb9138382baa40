"""A ticket is about a known issue: it is linked, and its requester hears what is known by now."""

from dataclasses import replace
from typing import Final

from gateway.desk.act import Act
from gateway.desk.outgoing.mail import Enqueued
from gateway.desk.tickets.letter_views import ticket_view
from gateway.desk.tickets.notes import remark
from gateway.desk.tickets.owners import requester_cause
from gateway.desk.tickets.to_requester import requester_views, tell_requester
from gateway.domain.known_issue import KnownIssue
from gateway.domain.phrase import phrase
from gateway.domain.tickets.states import FINAL
from gateway.domain.tickets.ticket import Ticket, ticket_number
from gateway.letters.known_issues import KnownIssueLetter
from gateway.mail.machine.signs import is_address_of_machine

LETTER: Final = "known_issue_update"
LINKED: Final = "known_issue_linked"  # the kind under which it is filed that a linked ticket was told of news
MOST_NAMED: Final = 20  # further tickets of a reader that their mail names


def link(act: Act, ticket: Ticket, issue: KnownIssue) -> Ticket:
    """Link a ticket to a known issue, which is held; where there was news, its requester hears it, once.

    A ticket has one known issue: another one takes the place of the first.
    """
    if ticket.problem == issue.key:
        return ticket
    linked = replace(ticket, problem=issue.key, problem_told=issue.updates)
    linked = act.work.tickets.save(linked, was=ticket)
    if issue.updates and act.work.notices.record(LINKED, issue.key, ticket.number, issue.updates, act.now):
        tell_news(act, linked, issue)
    return linked


def unlink(act: Act, ticket: Ticket) -> Ticket:
    """The ticket is about no known issue after all."""
    return act.work.tickets.save(replace(ticket, problem=None, problem_told=0), was=ticket)


def tell_news(act: Act, ticket: Ticket, issue: KnownIssue, others: tuple[int, ...] = ()) -> Enqueued | None:
    """The letter to the requester; `others`: ids of further tickets of theirs about the same.

    None where the ticket is over for good, or nobody would read it: one of our own people, or a machine.
    """
    if ticket.state in FINAL or is_address_of_machine(ticket.requester):
        return None
    act = replace(act, event=replace(act.event, cause=requester_cause(act.desk, act.work, ticket)))
    letter = KnownIssueLetter(
        *requester_views(act, ticket),
        ticket=ticket_view(act.work, ticket),
        key=issue.key,
        title=issue.title,
        fixed=issue.state == "fixed",
        planned=issue.planned or "",
        text=issue.text,
        others=tuple(ticket_number(one) for one in others if one != ticket.id)[:MOST_NAMED],
    )
    posted = tell_requester(act, LETTER, letter, ticket)
    if posted and not posted.suppressed:
        remark(act, ticket.id, phrase("note.known_issue_told", issue=issue.named))
    return posted
