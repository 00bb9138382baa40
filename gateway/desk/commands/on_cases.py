"""What commands do with whole cases: whose one is, where a mail belongs, which line works on it, which become one."""

import re
from dataclasses import replace
from typing import Final

from gateway.desk.commands.run import CommandProblem, Run, row
from gateway.desk.directory.people import named
from gateway.desk.directory.rights import lacking, relation_of
from gateway.desk.tickets.hand_over import hand_over, take_back
from gateway.desk.tickets.merge import merge_into, why_not
from gateway.desk.tickets.on_behalf import customer_at, file_words, give_to, is_of_another, is_ours, open_for
from gateway.desk.tickets.split import last_words, split_off
from gateway.domain.commands import ADDRESS, Argument, Command, addresses_in, some
from gateway.domain.phrase import Phrase, phrase
from gateway.domain.tickets.requests import PassedOn
from gateway.domain.tickets.states import FINAL, allows
from gateway.domain.tickets.ticket import FIRST_LINE, LAST_LINE, Ticket, numbers_in, ticket_id

_LINE: Final = re.compile(rf"([{FIRST_LINE}-{LAST_LINE}])\s+(\S.*)", re.DOTALL)


def for_customer(run: Run, command: Command) -> tuple[Run, Phrase]:
    """`#for customer@company.example`: a ticket in the customer's name; one of our own is theirs from then on."""
    address, act, ticket = addresses_in(command.argument) or "", run.act, run.ticket
    if is_ours(act, address):
        raise CommandProblem(phrase("command.is_ours", address=address))
    if ticket and not act.work.directory.staff(ticket.requester):
        person = named(act.work, ticket.requester)
        raise CommandProblem(phrase("command.has_customer", ticket=ticket.number, person=person))
    customer = customer_at(act, address)
    if run.given.message and is_of_another(act, customer, run.given.message.author):
        author = named(act.work, run.given.message.author)
        raise CommandProblem(phrase("command.written_by_another", author=author, address=address))
    theirs = give_to(act, ticket, customer) if ticket else open_for(act, customer, _told(run, address))
    _in_reach(run, theirs, command)
    return replace(run, ticket=theirs), phrase("command.given", ticket=theirs.number, person=named(act.work, address))


def _told(run: Run, address: str) -> PassedOn:
    """What the case begins with: the message passed on, as the customer's own words, else those of our people."""
    given = run.given
    if given.message:
        words = replace(given.message.words, author=address)
        return replace(given.message, words=words)
    return PassedOn(given.subject, "", replace(given.words, text=given.commands.rest))


def at_ticket(run: Run, command: Command) -> tuple[Run, Phrase]:
    """`#ticket T-001001`: the mail belongs there; a message passed on with it is filed."""
    ticket = _named(run, command.argument)
    _in_reach(run, ticket, command)
    if run.given.message:
        file_words(run.act, ticket, run.given.message)
    return replace(run, ticket=ticket), phrase("command.filed", ticket=ticket.number)


def merge(run: Run, command: Command) -> tuple[Run, Phrase]:
    """`#merge into T-001001`: all later mail goes there."""
    ticket, target = run.required(), _named(run, command.argument)
    _in_reach(run, target, command)
    if why := why_not(run.act, ticket, target):
        raise CommandProblem(why)
    merged = merge_into(run.act, ticket, target)
    return replace(run, ticket=merged), phrase("command.merged", ticket=merged.number, target=target.number)


def split(run: Run, command: Command) -> tuple[Run, Phrase]:
    """`#split The printer, too`: a second ticket, of the words below or else the customer's last ones."""
    ticket, below = run.required(), run.given.commands.rest
    if ticket.state in FINAL:
        raise CommandProblem(phrase("command.final", ticket=ticket.number, state=ticket.state))
    last = last_words(run.act, ticket)
    if last is None and not below:
        raise CommandProblem(phrase("command.nothing_to_split", ticket=ticket.number))
    words = replace(run.given.words, text=below) if below else None
    second = split_off(run.act, ticket, command.argument, last, words)
    return run, phrase("command.split", ticket=second.number)


def to_line(run: Run, command: Command) -> tuple[Run, Phrase]:
    """`#line 2 needs a developer`: the next line looks at it; `#line 1` brings it back."""
    ticket, found = run.required(), _LINE.fullmatch(command.argument.strip())
    line, reason = (int(found[1]), found[2]) if found else (FIRST_LINE, "")
    if line == ticket.line:
        raise CommandProblem(phrase("command.same_line", ticket=ticket.number, line=line))
    if line != FIRST_LINE and not allows(ticket.state, "handed_over"):
        raise CommandProblem(phrase("command.not_now", ticket=ticket.number, state=ticket.state))
    moved = take_back(run.act, ticket, reason) if line == FIRST_LINE else hand_over(run.act, ticket, line, reason)
    return replace(run, ticket=moved), phrase("command.line_is", line=line)


def _named(run: Run, argument: str) -> Ticket:
    """The ticket that the argument names, at the end of its merges. Raises CommandProblem where there is none."""
    number = next(iter(numbers_in(argument)), "")
    known = ticket_id(number) if number else None
    found = run.act.work.tickets.get(known) if known else None
    if found is None:
        raise CommandProblem(phrase("command.no_such_ticket", ticket=number or argument))
    return run.act.work.tickets.follow_merges(found)


def _in_reach(run: Run, ticket: Ticket, command: Command) -> None:
    """Raises CommandProblem where no role of the person counts on that ticket."""
    person = run.act.actor.staff
    if person is None:
        return
    lack = run.act.desk.rules.data.access.too_far(person.roles, relation_of(run.act.work, person, ticket))
    if lack:
        raise CommandProblem(lacking(lack, f"#{command.name}", ticket))


def _names_one(argument: str) -> bool:
    return bool(numbers_in(argument))


_TICKET: Final = Argument(phrase("needs.ticket"), _names_one)
_MERGE: Final = Argument(phrase("needs.ticket"), _names_one, by_example=True)
_TO_LINE: Final = Argument(
    phrase("needs.line"), lambda argument: _LINE.fullmatch(argument.strip()) is not None, by_example=True
)

ROWS: Final = (
    row("#for customer@company.example", for_customer, ADDRESS, "nothing", once=True),
    row("#ticket T-001001", at_ticket, _TICKET, "nothing", once=True),
    row("#merge into T-001001", merge, _MERGE, once=True),
    row("#split The printer is slow, too", split, some(phrase("needs.subject")), once=True),
    row("#line 2 needs a developer", to_line, _TO_LINE, once=True),
)
