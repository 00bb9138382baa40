"""What commands do to mail that waits for a person."""

from typing import Final

from gateway.desk.commands.run import CommandProblem, Release, Run, row
from gateway.desk.quarantine import blocking
from gateway.desk.quarantine import hold as quarantine
from gateway.desk.quarantine.blocking import sender_in
from gateway.domain.commands import NOTHING, Argument, Command, addresses_in
from gateway.domain.phrase import Phrase, phrase
from gateway.store.quarantine import QuarantineEntry

DESK: Final = ("engineer", "support_lead", "regional_manager", "head_of_support", "operator")  # who may block
MOST_LISTED: Final = 100
ADD: Final = "add"
ALL_FROM: Final = ("all", "from")


def allow(run: Run, command: Command) -> tuple[Run, Release]:
    """`#allow`: the mail is processed after all. `#allow add`: its sender takes part in the case, too."""
    entry = _meant(run)
    if not _adds(command.argument):
        return run, Release(entry.mail_id)
    if entry.sender_address is None:
        raise CommandProblem(phrase("command.no_sender", mail=entry.mail_id))
    return run, Release(entry.mail_id, entry.sender_address)


def discard(run: Run, command: Command) -> tuple[Run, Phrase]:
    """`#discard`: the mail rests. `#discard all from spam@example.org`: all that wait from there rest."""
    address = _flood(command.argument)
    if address:
        count = quarantine.reject_all_from(run.act, address)
        tickets = quarantine.discard_new_from(run.act, address)
        if not count and not tickets:
            raise CommandProblem(phrase("command.none_wait", address=address))
        if tickets:
            return run, phrase("command.flood_rests", count=count, tickets=tickets, address=address)
        return run, phrase("command.all_rest", count=count, address=address)
    entry = _meant(run)
    quarantine.reject(run.act, entry.mail_id)
    return run, phrase("command.rests", mail=entry.mail_id)


def block(run: Run, command: Command) -> tuple[Run, Phrase]:
    """`#block spam.example`: mail from there is kept and nothing else."""
    sender = sender_in(command.argument) or ""
    if why := blocking.why_not(run.act, sender):
        raise CommandProblem(why)
    if not blocking.block(run.act, sender):
        raise CommandProblem(phrase("command.blocked_already", sender=sender))
    return run, phrase("command.blocked", sender=sender)


def unblock(run: Run, command: Command) -> tuple[Run, Phrase]:
    """`#unblock spam.example`."""
    sender = sender_in(command.argument) or ""
    if not blocking.unblock(run.act, sender):
        raise CommandProblem(phrase("command.not_blocked", sender=sender))
    return run, phrase("command.unblocked", sender=sender)


def list_blocked(run: Run, command: Command) -> tuple[Run, Phrase]:
    """`#blocked`: who is blocked, since when and by whom; the newest of them."""
    found = run.act.work.blocked.listing()[-MOST_LISTED:]
    if not found:
        return run, phrase("command.blocked_none")
    senders = ", ".join(f"{one.sender} ({one.since:%Y-%m-%d}, {one.blocked_by})" for one in found)
    return run, phrase("command.blocked_list", senders=senders)


def _meant(run: Run) -> QuarantineEntry:
    """The mail that an alert we are answering was about, else the only one that waits on the ticket."""
    if run.given.asked_about is not None:
        entry = run.act.work.quarantines.get(run.given.asked_about)
        if entry.state != "waiting":
            raise CommandProblem(phrase("command.decided", mail=entry.mail_id, person=entry.decided_by or "?"))
        return entry
    waiting = run.act.work.quarantines.waiting_on_ticket(run.required().id)
    if len(waiting) != 1:
        raise CommandProblem(phrase("command.several_wait", count=len(waiting)))
    return waiting[0]


def _adds(argument: str) -> bool:
    return argument.casefold() == ADD


def _flood(argument: str) -> str | None:
    """The address behind `all from`."""
    words = argument.casefold().split(maxsplit=2)
    return addresses_in(words[2]) if tuple(words[:2]) == ALL_FROM and len(words) == 3 else None


_ALLOW: Final = Argument(phrase("needs.allow"), lambda argument: not argument or _adds(argument))
_DISCARD: Final = Argument(phrase("needs.discard"), lambda argument: not argument or _flood(argument) is not None)
_SENDER: Final = Argument(phrase("needs.sender"), lambda argument: sender_in(argument) is not None)

ROWS: Final = (
    row("#allow", allow, _ALLOW, "nothing"),
    row("#discard", discard, _DISCARD, "nothing"),
    row("#block spam.example", block, _SENDER, "nothing", who=DESK),
    row("#unblock spam.example", unblock, _SENDER, "nothing", who=DESK),
    row("#blocked", list_blocked, NOTHING, "nothing", who=DESK),
)
