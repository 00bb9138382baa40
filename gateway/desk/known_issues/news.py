"""A known issue is opened, there is news of it, and every requester of a linked ticket hears it once.

Who is told stands in the database (`problem_told` of a ticket, notices of requesters), so that a run that dies goes on
where it stopped: by the timer, or by the same command once more.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from gateway.desk.act import Act
from gateway.desk.desk import Desk
from gateway.desk.directory.rights import require
from gateway.desk.known_issues.link import MOST_NAMED, tell_news
from gateway.desk.timer import BATCH
from gateway.domain.deadline import Fired
from gateway.domain.event import GATEWAY, Event
from gateway.domain.known_issue import KnownIssue, KnownIssueState, key_of, nearest
from gateway.domain.tickets.states import FINAL
from gateway.domain.tickets.ticket import Ticket
from gateway.errors import NotAllowed, NotFound
from gateway.store.store import UnitOfWork

RIGHT: Final = "problem"  # who may link may write news
NEWS: Final = "known_issue_update"  # the kind of the notice that a requester was told


@dataclass(frozen=True, slots=True)
class News:
    """What changes; None: stays as it is."""

    planned: str | None = None
    text: str | None = None
    state: KnownIssueState | None = None


def open_issue(act: Act, key: str, title: str) -> KnownIssue:
    """A new known issue. Raises NotAllowed where there is one of this key, or the key cannot be one."""
    require(act, RIGHT)
    wanted = key_of(key)
    if wanted is None:
        raise NotAllowed(f"{key!r} is no key: letters, digits, '.', '_' and '-', at most 40.")
    if act.work.known_issues.get(wanted):
        raise NotAllowed(f"there is a known issue {wanted} already. Run: gateway problem show {wanted}")
    return act.work.known_issues.open(KnownIssue(wanted, " ".join(title.split()), act.now, act.now))


def find_issue(work: UnitOfWork, key: str) -> KnownIssue:
    """A known issue by its key in any case. Raises NotFound with the keys that were probably meant."""
    wanted = key_of(key) or ""
    found = work.known_issues.get(wanted) if wanted else None
    if found is None:
        near = nearest(key.upper(), work.known_issues.keys())
        said = f"Did you mean {' or '.join(near)}?" if near else "Run: gateway problem list"
        raise NotFound(f"there is no known issue {key}. {said}")
    return found


def add_news(act: Act, key: str, news: News) -> KnownIssue:
    """Write down what is new; the requesters of linked tickets are to be told from now on (`tell_some`).

    The same once more is no news: nobody is told twice. Raises NotFound, NotAllowed.
    """
    require(act, RIGHT)
    known = find_issue(act.work, key)
    was = act.work.known_issues.hold(known.key) or known
    planned = was.planned if news.planned is None else news.planned.strip() or None
    text = was.text if news.text is None else news.text.strip()
    said = replace(was, planned=planned, text=text, state=news.state or was.state)
    if said == was:
        return was
    said = replace(said, updates=was.updates + 1, updated_at=act.now, telling_since=act.now)
    return act.work.known_issues.save(said, was=was)


def tell_some(desk: Desk, work: UnitOfWork, issue: KnownIssue, now: datetime) -> Iterator[Fired]:
    """Tell requesters of the last news, of one batch of tickets at most; `issue` is held.

    Tickets that somebody else has in hand wait for the next time.
    """
    found = work.tickets.hold(work.known_issues.untold(issue, BATCH))
    for ticket in found:
        if ticket.problem == issue.key and ticket.problem_told < issue.updates and ticket.state not in FINAL:
            yield from _tell(Act(desk, work, Event(now, GATEWAY, "system")), ticket, issue)
    if not work.known_issues.untold(issue, 1):
        work.known_issues.save(replace(issue, telling_since=None), was=issue)


def _tell(act: Act, ticket: Ticket, issue: KnownIssue) -> Iterator[Fired]:
    """Each requester once, however many tickets they have: the others are named in the same mail."""
    ticket = act.work.tickets.save(replace(ticket, problem_told=issue.updates), was=ticket)
    if act.work.notices.record(NEWS, issue.key, ticket.requester, issue.updates, act.now):
        theirs = tuple(act.work.known_issues.of_requester(issue.key, ticket.requester, MOST_NAMED + 1))
        posted = tell_news(act, ticket, issue, theirs)
        if posted:
            yield Fired(NEWS, ticket.number, outgoing=(posted.id,))


def tell_all(desk: Desk, key: str, now: datetime) -> Iterator[tuple[int, ...]]:
    """Tell everybody now, a transaction for each batch; the ids of the mails of each.

    Tickets that somebody else has in hand are left to the timer.
    """
    left: list[int] = []
    while True:
        with desk.store.begin() as work:
            issue = work.known_issues.hold(key)
            before, left = left, work.known_issues.untold(issue, BATCH) if issue else []
            if issue is None or issue.telling_since is None or (left and left == before):
                return
            fired = [*tell_some(desk, work, issue, now)]
        yield tuple(number for one in fired for number in one.outgoing)
