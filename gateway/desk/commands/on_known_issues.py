"""What commands do about known issues."""

import re
from dataclasses import replace
from typing import Final

from gateway.desk.commands.run import CommandProblem, Run, row
from gateway.desk.known_issues.link import link, unlink
from gateway.desk.known_issues.news import open_issue
from gateway.domain.commands import Argument, Command
from gateway.domain.known_issue import LONGEST_KEY, KnownIssue, key_of, nearest
from gateway.domain.phrase import Phrase, phrase
from gateway.domain.tickets.states import FINAL

NONE: Final = "none"  # instead of a key: the ticket is about no known issue after all
LONGEST_TITLE: Final = 200  # characters
_EXAMPLE: Final = "#problem KEY-1 Orders are sent twice"
_PARTS: Final = re.compile(rf"(\S{{1,{LONGEST_KEY}}})(?:\s+(\S.*))?", re.DOTALL)


def set_problem(run: Run, command: Command) -> tuple[Run, Phrase]:
    """`#problem KEY` links to what there is; with a title behind it the known issue is opened where there is none.

    So a slip of the pen is refused, and never becomes a known issue.
    """
    ticket = run.required()
    word, title = _parted(command.argument)
    if word.lower() == NONE:
        if ticket.problem is None:
            raise CommandProblem(phrase("command.not_linked", ticket=ticket.number))
        return replace(run, ticket=unlink(run.act, ticket)), phrase("command.known_issue_none")
    if ticket.state in FINAL:
        raise CommandProblem(phrase("command.final", ticket=ticket.number, state=ticket.state))
    key, known = key_of(word) or word, run.act.work.known_issues
    issue = known.hold(key)
    near = () if issue else nearest(key, known.keys())
    if issue is None and not title:
        raise CommandProblem(_unknown(key, near))
    said = _said(issue) if issue else _opened(key, title, near)
    issue = issue or open_issue(run.act, key, title)
    return replace(run, ticket=link(run.act, ticket, issue)), said


def _parted(argument: str) -> tuple[str, str]:
    found = _PARTS.fullmatch(argument.strip())
    return (found[1], " ".join((found[2] or "").split())[:LONGEST_TITLE]) if found else ("", "")


def _unknown(key: str, near: tuple[str, ...]) -> Phrase:
    if near:
        return phrase("command.no_known_issue_near", key=key, near=", ".join(near))
    return phrase("command.no_known_issue", key=key, example=_EXAMPLE)


def _opened(key: str, title: str, near: tuple[str, ...]) -> Phrase:
    named = f"{key} ({title})"
    if near:
        return phrase("command.known_issue_near", issue=named, near=", ".join(near))
    return phrase("command.known_issue_opened", issue=named)


def _said(issue: KnownIssue) -> Phrase:
    return phrase("command.known_issue", issue=issue.named, state=standing(issue))


def standing(issue: KnownIssue) -> Phrase:
    """How far it is, in a few words."""
    if issue.state == "fixed":
        version = issue.planned
        return phrase("known_issue.fixed_in", version=version) if version else phrase("known_issue.fixed")
    return phrase("known_issue.planned", version=issue.planned) if issue.planned else phrase("known_issue.open")


def _names_key(argument: str) -> bool:
    return key_of(_parted(argument)[0]) is not None


ROWS: Final = (
    row("#problem KEY-1", set_problem, Argument(phrase("needs.known_issue"), _names_key, by_example=True), once=True),
)
