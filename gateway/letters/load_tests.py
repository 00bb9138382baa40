"""Large-scale tests: what a request lacks, consent or refusal, and when one is to be expected."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import ClassVar, Self

from gateway.letters.letter import Audience, Letter
from gateway.letters.redirects import MissingItem
from gateway.letters.samples import NAMED_CUSTOMER, NAMED_MANAGER, TICKET, VENDOR
from gateway.letters.views import Recipient, TicketView


@dataclass(frozen=True, slots=True)
class TestView:
    """What may be said of a test. `kind`: a code, None where nobody knows it; `starts` and `ends` aware; `parties`:
    lines with contact details."""

    kind: str | None
    ips: tuple[str, ...]
    environments: tuple[str, ...]
    starts: datetime | None
    ends: datetime | None
    parties: tuple[str, ...]


_TEST = TestView(
    kind="load_test",
    ips=("192.0.2.10", "2001:db8::/64"),
    environments=("123", "124"),
    starts=datetime(2026, 3, 20, 19, 0, tzinfo=UTC),
    ends=datetime(2026, 3, 20, 22, 0, tzinfo=UTC),
    parties=(NAMED_CUSTOMER, "Load Runners: Lou Park <team@loadrunner.example>, +31 20 555 0142"),
)
_PEN_TEST = replace(_TEST, kind="penetration_test")
_SHOWN = replace(TICKET, type="change_request", subject="Load test of Orders", priority="medium", state="new")


@dataclass(frozen=True, slots=True)
class TestRequestLetter(Letter):
    """To who asks for a test. `missing`: what is asked for; `trouble`: why the timings cannot be, "none" where they
    can; `late`: less than `notice_days` days before the test; `csm`: who sends the agreement of indemnification;
    `reason`: of a refusal; `agreed`: such an agreement is signed."""

    AUDIENCE: ClassVar[Audience] = "customer"
    TEMPLATES: ClassVar[tuple[str, ...]] = (
        "test_request_received",
        "test_request_incomplete",
        "test_request_late",
        "test_indemnification_needed",
        "test_consent_granted",
        "test_refused",
    )
    ticket: TicketView
    test: TestView
    missing: tuple[MissingItem, ...] = ()
    trouble: str = "none"
    late: bool = False
    notice_days: int = 14
    csm: str | None = None
    reason: str = ""
    agreed: bool = False

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        test = _PEN_TEST if template == "test_indemnification_needed" else _TEST
        letter = cls(VENDOR, recipient, _SHOWN, test)
        if template == "test_request_incomplete":
            items = (
                MissingItem("IP addresses", "from which the test comes"),
                MissingItem("Exact timings", "start, end"),
            )
            test = replace(_TEST, ips=(), starts=None, ends=None)
            return replace(letter, test=test, missing=items, trouble="order", late=True)
        if template == "test_indemnification_needed":
            return replace(letter, csm=NAMED_MANAGER, late=True)
        return replace(letter, late=template == "test_request_late", reason="It is too close to our release of March.")


@dataclass(frozen=True, slots=True)
class TestForUsLetter(Letter):
    """To our own people: a decision is needed, or a window to know of. `news`: what is new, a sentence or empty;
    `state`: of the request, a code; `indemnification`: none, needed or signed; `refusals`: the usual reasons;
    `consent`: who gave it."""

    AUDIENCE: ClassVar[Audience] = "vendor"
    TEMPLATES: ClassVar[tuple[str, ...]] = ("test_decision_needed", "ops_test_window")
    ticket: TicketView
    organization: str | None
    requester: str
    test: TestView
    state: str
    news: str = ""
    late: bool = False
    notice_days: int = 14
    indemnification: str = "none"
    refusals: tuple[str, ...] = ()
    consent: str = ""

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        views = (VENDOR, recipient, _SHOWN, "Acorn", NAMED_CUSTOMER)
        if template == "ops_test_window":
            return cls(*views, _TEST, "approved", consent=NAMED_MANAGER)
        reasons = ("not allowed by law", "too close to a release")
        return cls(*views, _PEN_TEST, "awaiting_indemnification", "", True, 14, "needed", reasons)
