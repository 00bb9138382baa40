"""What holds at every moment of any life of a desk: the invariants of docs/domain.md, each a function that says in
words what is wrong, or nothing. `was` and `now` are the desk before and after one deed."""

from collections.abc import Callable, Iterator, Sequence

from gateway.domain.escalations.states import RUNNING
from gateway.domain.outgoing.entry import OutboxEntry
from tests.support.lives.deed import OURS, Deed, Secret, is_of
from tests.support.lives.seen import Seen

Check = Callable[[Seen, Seen, Deed], Iterator[str]]
ENDED = ("solved", "closed")
GIVEN_UP = ("declined", "closed")
ORGANIZATIONS = {"acorn.example": "acorn", "birch.example": "birch", "cedar.example": "cedar"}
TELL = ("#decline", "#plan", "#update", "#resolve", "#approve", "#refuse")  # commands whose words the customer reads
MOVES = {  # of an escalation; from nothing to requested
    "requested": ("active", "declined", "withdrawn"),
    "active": ("resolved_pending", "closed", "withdrawn"),
    "resolved_pending": ("active", "closed"),
}


def faults(was: Seen, now: Seen, deed: Deed) -> list[str]:
    """Everything that is wrong after a deed."""
    return [f"{check.__name__}: {fault}" for check in CHECKS for fault in check(was, now, deed)]


def escalations_of_their_own(was: Seen, now: Seen, deed: Deed) -> Iterator[str]:
    """1: exactly one ticket, of the requester's organization or of the one they spoke for."""
    for one in now.escalations.values():
        ticket = now.tickets.get(one.ticket_id)
        who = one.on_behalf_of or one.requested_by
        domain = who.rpartition("@")[2]
        if ticket is None or (domain != OURS and ORGANIZATIONS.get(domain) != ticket.organization):
            yield f"{one.number} of {who} is about {ticket}"


def one_runs(was: Seen, now: Seen, deed: Deed) -> Iterator[str]:
    """2: at most one escalation of a ticket runs, and the ticket is marked while a manager has it."""
    for ticket in now.tickets.values():
        running = now.running(ticket.id)
        if len(running) > 1:
            yield f"{ticket.number} has {[one.number for one in running]}"
        if ticket.escalated is not any(one.state in ("active", "resolved_pending") for one in running):
            yield f"{ticket.number} is marked {ticket.escalated} with {[one.state for one in running]}"


def an_end_of_an_escalation_is_none_of_its_ticket(was: Seen, now: Seen, deed: Deed) -> Iterator[str]:
    """3: a ticket that goes on goes on; what its own clock does in the same tick is another matter."""
    for one in now.escalations.values():
        before = was.escalations.get(one.id)
        if before and before.state in RUNNING and one.state not in RUNNING:
            old, new = was.tickets[one.ticket_id].state, now.tickets[one.ticket_id].state
            if old != new and new in ENDED and not (deed.who == "time" and old in ("pending", "solved")):
                yield f"{one.number} is {one.state}, and its ticket went from {old} to {new}"


def managers_and_reasons(was: Seen, now: Seen, deed: Deed) -> Iterator[str]:
    """4: nobody's escalation is not active; who gives one up says why. Its states follow each other."""
    for one in now.escalations.values():
        before = was.escalations.get(one.id)
        if one.state == "active" and not one.manager:
            yield f"{one.number} is active without a manager"
        if one.state in GIVEN_UP and not (one.close_reason or "").strip():
            yield f"{one.number} is {one.state} without a reason"
        steps = MOVES.get(before.state, ()) if before else ("requested",)
        if (before is None or before.state != one.state) and one.state not in steps:
            yield f"{one.number} went from {before and before.state} to {one.state}"


def machines_move_nothing(was: Seen, now: Seen, deed: Deed) -> Iterator[str]:
    """8: no answer to automatic mail, and no other state because of it."""
    if deed.who != "machine":
        return
    if was.tickets != now.tickets or was.escalations != now.escalations:
        yield f"{deed.said!r} of a machine changed a ticket or an escalation"
    yield from (f"a machine got {one.template}" for one in new_mail(was, now) if one.audience == "customer")


def the_same_again_is_nothing(was: Seen, now: Seen, deed: Deed) -> Iterator[str]:
    """9: neither new rows nor new mail, but for the mail itself, which is kept."""
    if deed.who == "again":
        same = (was.tickets, was.notes, was.escalations, was.outgoing, was.participants)
        if same != (now.tickets, now.notes, now.escalations, now.outgoing, now.participants):
            yield f"a second delivery of {deed.said} is {deed.decision} and did something"


def forgers_do_nothing(was: Seen, now: Seen, deed: Deed) -> Iterator[str]:
    """10: a sender of our own domain is obeyed only with proof."""
    if deed.who == "forger":
        if was.tickets != now.tickets or was.escalations != now.escalations or deed.decision != "quarantine":
            yield f"{deed.said} under a false name is {deed.decision}"
        yield from (f"because of a false name {one.template} left" for one in outside(was, now))


def response_clock(was: Seen, now: Seen, deed: Deed) -> Iterator[str]:
    """12: it stops by a public answer of a person and by nothing else, and never runs again unless that is undone."""
    for ticket in now.tickets.values():
        before = was.tickets.get(ticket.id)
        stopped = ticket.first_response_at if before is None else ticket.first_response_at != before.first_response_at
        heard = deed.public or (deed.decision == "command" and deed.said.startswith(TELL))
        if stopped and not (deed.who == "staff" and heard and ticket.first_response_at == deed.at):
            yield f"the response clock of {ticket.number} stopped because of {deed.who} {deed.said!r}"


def resolution_clock(was: Seen, now: Seen, deed: Deed) -> Iterator[str]:
    """13: it runs in new and open only."""
    for one in now.tickets.values():
        runs = one.resolution_left is None
        if one.resolution_due is not None and runs is not (one.state in ("new", "open")):
            yield f"the resolution clock of {one.number} {'runs' if runs else 'stands'} in {one.state}"


def merges_end(was: Seen, now: Seen, deed: Deed) -> Iterator[str]:
    """14: a merged ticket leads to one that is not, of the same customer."""
    for one in now.tickets.values():
        if (one.merged_into is not None) is not (one.state == "merged"):
            yield f"{one.number} is {one.state} and leads to {one.merged_into}"
        end = now.end_of(one.id)
        if end.state == "merged" or end.organization != one.organization:
            yield f"{one.number} ends at {end.number} ({end.state}, {end.organization})"


def numbers_are_new(was: Seen, now: Seen, deed: Deed) -> Iterator[str]:
    """15: nothing vanishes, no number is used again; what stands in a note stands."""
    for before, after in ((was.tickets, now.tickets), (was.escalations, now.escalations), (was.notes, now.notes)):
        new = set(after) - set(before)
        if not set(before) <= set(after) or (new and before and min(new) <= max(before)):
            yield f"{sorted(before)} became {sorted(after)}"
    yield from (f"note {key} changed" for key, note in was.notes.items() if now.notes[key].text != note.text)


def each_mail_is_decided(was: Seen, now: Seen, deed: Deed) -> Iterator[str]:
    """16: once, and for ever."""
    for key, mail in now.mails.items():
        if mail.state != "settled" or not mail.decision:
            yield f"mail {key} is {mail.state}"
        if key in was.mails and was.mails[key].decision != mail.decision and was.mails[key].decision != "quarantine":
            yield f"mail {key} was {was.mails[key].decision} and is {mail.decision}"
    if len(now.mails) != len(was.mails) + bool(deed.raw):
        yield f"{len(was.mails)} mails became {len(now.mails)}"


def changes_are_written_down(was: Seen, now: Seen, deed: Deed) -> Iterator[str]:
    """17: with another state there is a note or a mail of ours of the same moment."""
    traces = {one.ticket_id for key, one in now.notes.items() if key not in was.notes}
    traces |= {one.ticket_id for one in new_mail(was, now) if one.ticket_id is not None}
    for one in now.tickets.values():
        before = was.tickets.get(one.id)
        if (before is None or before.state != one.state) and one.id not in traces:
            yield f"{one.number} became {one.state}, and nothing tells of it"


def no_penetration_without_an_agreement(was: Seen, now: Seen, deed: Deed) -> Iterator[str]:
    """19: consent to a penetration test waits for the agreement of indemnification."""
    for key, one in now.tests.items():
        signed = one.indemnification == "signed" and one.indemnified_by
        if one.kind == "penetration" and one.state in ("approved", "done") and not signed:
            yield f"the test of ticket {key} is {one.state}, its agreement is {one.indemnification}"


def nothing_escalated_ends_by_itself(was: Seen, now: Seen, deed: Deed) -> Iterator[str]:
    """20, and the table of the states: time solves what waits for the customer and closes what is solved."""
    if deed.who != "time":
        return
    for one in now.tickets.values():
        before = was.tickets[one.id]
        waits = before.outage is not None or (before.escalated and one.escalated)
        path = (before.state, one.state)
        over = one.id in now.tests and now.tests[one.id].state == "done"  # the window of a test, for which it waited
        ends = path in (("pending", "solved"), ("solved", "closed")) or (over and path == ("on_hold", "solved"))
        if before.state != one.state and (waits or not ends):
            yield f"time led {one.number} from {path[0]} to {path[1]}, escalated: {before.escalated}"


def refused_means_untouched(was: Seen, now: Seen, deed: Deed) -> Iterator[str]:
    """All of the commands of a mail are done or none."""
    if deed.decision == "command_refused" and (was.tickets != now.tickets or was.escalations != now.escalations):
        yield f"{deed.said!r} was refused and did something"


def secrets_are_kept(was: Seen, now: Seen, secrets: Sequence[Secret]) -> Iterator[str]:
    """10 and 11: no internal word leaves, and none of one customer goes to another."""
    for mail in outside(was, now):
        shown = "\n".join((mail.subject, mail.text, *mail.headers.values()))
        for secret in (one for one in secrets if one.word in shown):
            if any(not is_of(reader, secret.readers) for reader in mail.readers()):
                yield f"secrets_are_kept: {mail.template} to {mail.readers()} says {secret.word} of {secret.readers!r}"


def new_mail(was: Seen, now: Seen) -> list[OutboxEntry]:
    """Mail of ours that was written since."""
    return [one for key, one in now.outgoing.items() if key not in was.outgoing]


def outside(was: Seen, now: Seen) -> list[OutboxEntry]:
    """That of it which somebody reads who is not ours."""
    return [one for one in new_mail(was, now) if any(not is_of(reader, "") for reader in one.readers())]


CHECKS: tuple[Check, ...] = (
    escalations_of_their_own,
    one_runs,
    an_end_of_an_escalation_is_none_of_its_ticket,
    managers_and_reasons,
    machines_move_nothing,
    the_same_again_is_nothing,
    forgers_do_nothing,
    response_clock,
    resolution_clock,
    merges_end,
    numbers_are_new,
    each_mail_is_decided,
    changes_are_written_down,
    no_penetration_without_an_agreement,
    nothing_escalated_ends_by_itself,
    refused_means_untouched,
)
