"""Known issues as people and programs see them."""

from gateway.desk.documents.cases import Document, instant
from gateway.domain.known_issue import KnownIssue
from gateway.domain.tickets.ticket import ticket_number
from gateway.store.store import UnitOfWork

MOST_TICKETS = 1000  # of a known issue, the newest, that are shown


def known_issue_row(issue: KnownIssue) -> Document:
    """One line of `problem list`. `updates`: how often there was news."""
    return {
        "key": issue.key,
        "title": issue.title,
        "state": issue.state,
        "planned": issue.planned,
        "updates": issue.updates,
        "created": instant(issue.opened_at),
    }


def known_issue_document(work: UnitOfWork, issue: KnownIssue) -> Document:
    """`problem show`: the known issue with the tickets that are linked to it, newest last."""
    linked = work.known_issues.tickets(issue.key, MOST_TICKETS)
    return {
        **known_issue_row(issue),
        "text": issue.text,
        "updated": instant(issue.updated_at),
        "tickets": [ticket_number(one) for one in reversed(linked)],
    }
