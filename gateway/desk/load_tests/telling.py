"""Who hears of a test: who asks for it, the manager who decides, and those who would stop what they do not know."""

from collections.abc import Sequence
from typing import Final

from gateway.desk.act import Act
from gateway.desk.directory.people import duty, each_once, manager_of, named, recipient_view, vendor_view
from gateway.desk.redirects.account import who_takes
from gateway.desk.tickets.answers import answer, internal, sender_views
from gateway.desk.tickets.letter_views import ticket_view
from gateway.desk.tickets.owners import organization_of, ticket_region
from gateway.desk.tickets.ticket_state import change_state
from gateway.domain.load_tests.merging import Added
from gateway.domain.load_tests.request import TestRequest
from gateway.domain.load_tests.timings import Trouble
from gateway.domain.phrase import Phrase, phrase
from gateway.domain.tickets.ticket import Ticket
from gateway.letters.load_tests import TestForUsLetter, TestRequestLetter, TestView
from gateway.letters.redirects import MissingItem
from gateway.letters.views import Recipient, Vendor
from gateway.mail.message import Mailbox

OPERATIONS: Final = frozenset(("cloud_ops", "security"))  # roles that may interrupt a test
INCOMPLETE, NEEDS_AGREEMENT = "test_request_incomplete", "test_indemnification_needed"


def answer_request(act: Act, ticket: Ticket, added: Added, news: Phrase | None = None) -> Ticket:
    """Answer who asks for a test: what is missing, or that it is decided now; then the manager is asked.

    What is asked for is waited for, unless nobody was asked because a limit kept the mail back.
    """
    request, csm = added.request, _csm(act, ticket)
    template = _template(added)
    copies = (*_requester(act, ticket), *(csm if template == NEEDS_AGREEMENT else ()))
    letter = letter_about(act, ticket, request, sender_views(act), added.trouble)
    posted = answer(act, template, letter, ticket, copies)
    if template == INCOMPLETE:
        return ticket if posted.suppressed or (added.news == "unclear" and not request.missing) else _wait(act, ticket)
    ask_manager(act, ticket, request, news)
    return ticket


def _template(added: Added) -> str:
    request = added.request
    if request.missing or added.news == "unclear":
        return INCOMPLETE
    if request.state == "awaiting_indemnification":
        return NEEDS_AGREEMENT
    return "test_request_late" if request.late else "test_request_received"


def _wait(act: Act, ticket: Ticket) -> Ticket:
    return change_state(act, ticket, "status_pending")


def _requester(act: Act, ticket: Ticket) -> tuple[Mailbox, ...]:
    """Whoever asked reads what a colleague of theirs is answered."""
    return (Mailbox("", ticket.requester),) if ticket.requester != act.actor.address.lower() else ()


def _csm(act: Act, ticket: Ticket) -> tuple[Mailbox, ...]:
    found = who_takes(act, organization_of(act.work, ticket), "csm")
    return (found,) if found else ()


def letter_about(
    act: Act, ticket: Ticket, request: TestRequest, views: tuple[Vendor, Recipient], trouble: Trouble = "none"
) -> TestRequestLetter:
    """What a customer reads of a request."""
    recipient, csm = views[1], _csm(act, ticket)
    items = request.missing or (("timings",) if trouble != "none" else ())
    say = act.desk.templates.say
    return TestRequestLetter(
        *views,
        ticket=ticket_view(act.work, ticket),
        test=view_of(request),
        missing=tuple(
            MissingItem(
                say(phrase(f"test_item.{one}"), recipient.language),
                say(phrase(f"test_item_why.{one}"), recipient.language),
            )
            for one in items
        ),
        trouble=trouble,
        late=request.late,
        notice_days=act.desk.rules.data.tests.notice_days,
        csm=named(act.work, csm[0].address) if csm else None,
        reason=request.reason or "",
        agreed=request.indemnification == "signed",
    )


def view_of(request: TestRequest) -> TestView:
    """A request for templates."""
    kind = f"{request.kind}_test" if request.kind else None
    return TestView(kind, request.ips, request.environment_ids, request.starts, request.ends, request.parties)


def ask_manager(act: Act, ticket: Ticket, request: TestRequest, news: Phrase | None = None) -> None:
    """The manager of the region hears what to answer; the success manager, too, where an agreement is to be signed."""
    manager = manager_of(act.work, ticket_region(act.work, ticket), act.now)
    people = (manager,) if manager else duty(act.desk, act.work)
    if request.indemnification == "needed":
        people = (*people, *_csm(act, ticket))
    _tell(act, "test_decision_needed", each_once(people, but=(act.actor.address.lower(),)), (ticket, request), news)


def tell_operations(act: Act, ticket: Ticket, request: TestRequest, news: Phrase | None = None) -> tuple[int, ...]:
    """Operations and security hear of a window, or that it is none any more; the duty where nobody has these roles."""
    everybody = act.work.directory.all_staff()
    people = [Mailbox(one.name, one.email) for one in everybody if not OPERATIONS.isdisjoint(one.roles)]
    return _tell(act, "ops_test_window", people or duty(act.desk, act.work), (ticket, request), news)


def _tell(
    act: Act, template: str, people: Sequence[Mailbox], about: tuple[Ticket, TestRequest], news: Phrase | None
) -> tuple[int, ...]:
    if not people:
        return ()
    ticket, request = about
    organization, policy = organization_of(act.work, ticket), act.desk.rules.data.tests
    recipient = recipient_view(act.desk, act.work, people[0].address, people[0].name)
    letter = TestForUsLetter(
        vendor=vendor_view(act.desk, ticket_region(act.work, ticket)),
        recipient=recipient,
        ticket=ticket_view(act.work, ticket),
        organization=organization.name if organization else None,
        requester=named(act.work, ticket.requester),
        test=view_of(request),
        state=request.state,
        news=act.desk.templates.say(news, recipient.language) if news else "",
        late=request.late,
        notice_days=policy.notice_days,
        indemnification=request.indemnification,
        refusals=policy.refusals,
        consent=named(act.work, request.decided_by) if request.decided_by else "",
    )
    posted = internal(act, template, letter, people, ticket)
    return (posted.id,) if posted else ()
