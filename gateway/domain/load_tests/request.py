"""A request for a large-scale test, and how it moves. Pure."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, Literal, get_args

from gateway.domain.load_tests.states import TEST_REQUEST, TestState

TestKind = Literal["load", "performance", "penetration", "other"]
TestItem = Literal["kind", "ips", "environments", "timings", "contacts"]
Indemnification = Literal["none", "needed", "signed"]
Decision = Literal["approved", "refused"]
KINDS: Final[tuple[TestKind, ...]] = get_args(TestKind)
SUBTYPES: Final = ("load_test", "performance_test", "penetration_test")


@dataclass(frozen=True, slots=True)
class TestRequest:
    """What belongs to one ticket. Times are UTC.

    `day`: the first day that was named, also without a time; `told_at`: when it was named, which notice counts from;
    `late`: it was named too late. `parties`: lines with their contact details. `due`: when time does something to it.
    """

    ticket_id: int
    state: TestState = "incomplete"
    kind: TestKind | None = None
    ips: tuple[str, ...] = ()
    environment_ids: tuple[str, ...] = ()
    day: date | None = None
    told_at: datetime | None = None
    starts: datetime | None = None
    ends: datetime | None = None
    parties: tuple[str, ...] = ()
    late: bool = False
    indemnification: Indemnification = "none"
    indemnified_by: str | None = None
    decision: Decision | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    reason: str | None = None
    consent_mail_id: int | None = None
    due: datetime | None = None

    @property
    def subtype(self) -> str:
        """The subtype of its ticket; a test of which nobody knows the kind is a load test."""
        return f"{self.kind}_test" if self.kind in ("performance", "penetration") else "load_test"

    @property
    def missing(self) -> tuple[TestItem, ...]:
        """What has to be asked for, in order."""
        there: dict[TestItem, object] = {
            "kind": self.kind,
            "ips": self.ips,
            "environments": self.environment_ids,
            "timings": self.starts and self.ends,
            "contacts": self.parties,
        }
        return tuple(item for item, value in there.items() if not value)


def settled(request: TestRequest, indemnified: frozenset[TestKind]) -> TestRequest:
    """The request once all is said: it waits for a decision, or for the agreement that kinds `indemnified` need.

    What was decided before is no more: a consent is for what was asked then.
    """
    event: Literal["completed", "changed"] = "completed" if request.state == "incomplete" else "changed"
    complete = replace(undecided(request), state=TEST_REQUEST.after(request.state, event))
    if request.kind not in indemnified:
        return replace(complete, indemnification="signed" if request.indemnification == "signed" else "none")
    if request.indemnification == "signed":
        return complete
    state = TEST_REQUEST.after(complete.state, "agreement_needed")
    return replace(complete, state=state, indemnification="needed")


def undecided(request: TestRequest) -> TestRequest:
    """The request without what was decided of it."""
    nothing = replace(request, decision=None, decided_by=None, decided_at=None, reason=None)
    return replace(nothing, consent_mail_id=None, due=None)


def taken_up(request: TestRequest) -> TestRequest:
    """One that was refused before it was complete, when something more is said."""
    if request.state != "refused" or not request.missing:
        return request
    return replace(undecided(request), state=TEST_REQUEST.after(request.state, "taken_up"))


def signed(request: TestRequest, by: str) -> TestRequest:
    """All parties have signed the agreement, says `by`. Raises NotAllowed where the request is decided or over."""
    state = TEST_REQUEST.after(request.state, "indemnified")
    return replace(request, state=state, indemnification="signed", indemnified_by=by)


def approved(request: TestRequest, by: str, at: datetime) -> TestRequest:
    """Consent. Raises NotAllowed while something is missing, an agreement is not signed, or it is decided already."""
    state = TEST_REQUEST.after(request.state, "approved")
    decided = replace(request, state=state, decision="approved", decided_by=by, decided_at=at)
    return replace(decided, due=request.ends)


def refused(request: TestRequest, by: str, at: datetime, reason: str) -> TestRequest:
    """No consent, and why. Raises NotAllowed where it is decided already."""
    state = TEST_REQUEST.after(request.state, "refused")
    return replace(request, state=state, decision="refused", decided_by=by, decided_at=at, reason=reason, due=None)


def ended(request: TestRequest, at: datetime) -> TestRequest:
    """Its ticket came to an end. After the window the test is done, else withdrawn; then operations must hear."""
    if request.state == "approved" and request.ends and request.ends <= at:
        return replace(request, state=TEST_REQUEST.after(request.state, "window_over"), due=None)
    state = TEST_REQUEST.after(request.state, "ticket_ended")
    return replace(request, state=state, due=at if request.state == "approved" else None)
