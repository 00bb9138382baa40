"""Invented people and things, for the samples of letters."""

from datetime import UTC, date, datetime

from gateway.letters.views import OpenTicketView, OutageView, TicketView, Vendor, VersionWarning

CREATED = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
RESPONSE_DUE = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
RESOLUTION_DUE = datetime(2026, 3, 4, 8, 0, tzinfo=UTC)
REOPEN_UNTIL = datetime(2026, 3, 18, 11, 0, tzinfo=UTC)
OLD_VERSION = VersionWarning(8, date(2025, 12, 1), (11, 10, 9), (6, 12))
CONTRACT_ENDED = date(2026, 1, 31)
ENGINEER = "engineer@vendor.example"
SUCCESS_MANAGER = "csm@vendor.example"
CUSTOMER = "user@acorn.example"
NAMED_CUSTOMER = f"Uma Meyer ({CUSTOMER})"
NAMED_MANAGER = f"Cora Winter ({SUCCESS_MANAGER})"

VENDOR = Vendor(
    name="Example Software",
    support_address="support@vendor.example",
    escalation_address="escalation@vendor.example",
    training_address="academy@vendor.example",
    portal_url="https://portal.vendor.example/",
    status_url="https://status.vendor.example/",
    ideas_url="https://ideas.vendor.example/",
    docs_url="https://docs.vendor.example/",
    license_portal_url="https://licenses.vendor.example/",
    sla_url="https://www.vendor.example/sla",
    account_url="https://account.vendor.example/",
    partners_url="https://www.vendor.example/partners",
    repositories_url="https://code.vendor.example/",
    expert_services_url="https://www.vendor.example/expert-services",
    external_support_url="https://support.platform.example/",
    phones=("+31 20 555 0100",),
)
TICKET = TicketView(
    number="T-001001",
    subject="Order entry answers after two minutes",
    type="incident",
    priority="high",
    state="open",
    app="Orders",
    environment="production",
    response_due=RESPONSE_DUE,
    resolution_due=RESOLUTION_DUE,
    assignee="Eli Stone",
    created=CREATED,
)
OPEN_TICKETS = (
    OpenTicketView("T-001001", "Order entry answers after two minutes", "Orders"),
    OpenTicketView("T-001006", "Month-end report is empty", None),
)
OUTAGE = OutageView(
    number="O-0007",
    title="Our cloud in Europe is slow",
    state="identified",
    text="Two of six nodes do not answer; they are being replaced.",
    opened=CREATED,
    updated=datetime(2026, 3, 2, 9, 0, tzinfo=UTC),
    next_update=datetime(2026, 3, 2, 10, 0, tzinfo=UTC),
)
