"""Does a new mail ask for a large-scale test, and what does it say of it?"""

from collections.abc import Iterable
from itertools import islice
from typing import Final, Literal
from zoneinfo import ZoneInfo

from gateway.desk.act import Act
from gateway.desk.desk import Desk
from gateway.desk.directory.people import timezone_of
from gateway.domain.directory.entries import Organization
from gateway.domain.facts import Fault, TestFacts, TicketFacts
from gateway.domain.load_tests.items import Told, read_items
from gateway.domain.load_tests.merging import Added, add
from gateway.domain.load_tests.request import TestRequest
from gateway.domain.load_tests.timings import Reading
from gateway.domain.sentences import sentences
from gateway.domain.tickets.requests import NewTicket
from gateway.mail.header.reply_prefix import strip_reply_prefixes

MAX_TEXT: Final = 4000  # characters in which a word for a test is looked for
MAX_SENTENCES: Final = 40
DAY_FIRST: Final = ("de", "fr", "nl", "es", "it", "pt")  # 03/04 is in April; in English nobody knows


def asked_in(act: Act, new: NewTicket) -> Added | None:
    """The request that a new mail is, None for any other. A mail without a word for a test costs one look."""
    desk, subject = act.desk, strip_reply_prefixes(new.subject)
    text = new.contribution.words.text
    if not desk.rules.data.tests.speaks_of(f"{subject}\n{text[:MAX_TEXT]}"):
        return None
    organization = new.requester.organization
    request = TestRequest(0)
    told = read_items(subject, text, desk.rules.data.tests, reading_of(act, organization, request))
    if desk.rules.test_requests.decide(_facts(desk, subject, text, told))[0] == "none":
        return None
    return add_told(act, organization, request, told)


def add_told(act: Act, organization: Organization | None, request: TestRequest, told: Told) -> Added:
    """The request with what is told now."""
    zone = ZoneInfo(timezone_of(act.desk, act.work, organization))
    return add(request, told, act.desk.rules.data.tests, act.now, zone)


def reading_of(act: Act, organization: Organization | None, request: TestRequest) -> Reading:
    """How the dates of somebody of that organization are read."""
    slashes: Literal["day"] | None = "day" if act.actor.language in DAY_FIRST else None
    day = request.day if request.state == "incomplete" else None
    return Reading(act.now, ZoneInfo(timezone_of(act.desk, act.work, organization)), slashes, day)


def _facts(desk: Desk, subject: str, text: str, told: Told) -> TestFacts:
    policy = desk.rules.data.tests
    about = [one for one in islice(sentences(text[:MAX_TEXT]), MAX_SENTENCES) if policy.speaks_of(one)]
    words = ". ".join((subject, *about))
    return TestFacts(
        text=words,
        wish=words,
        labelled="kind" in told.labelled and len(told.labelled) > 1,
        items=bool(told.timings.day or told.ips or told.environments),
        titled=policy.speaks_of(subject),
        fault=_fault(desk, (subject, *about)),
    )


def _fault(desk: Desk, about: Iterable[str]) -> Fault:
    said = ". ".join(about)
    if desk.rules.ticket_type.decide(TicketFacts(said))[0] == "incident":
        return "named"
    return "told" if desk.rules.data.labels.faults.told_in(said) else "none"
