"""Licenses that end: to customers and to our own people."""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar, Literal, Self

from gateway.letters.letter import Audience, Letter
from gateway.letters.samples import VENDOR
from gateway.letters.views import Recipient


@dataclass(frozen=True, slots=True)
class LicenseView:
    """What may be said of a license. `days_left` is negative after the end."""

    number: str
    app: str
    organization: str
    expires: date
    days_left: int
    grace_until: date
    renewal_url: str | None


_LICENSE = LicenseView(
    number="LIC-77",
    app="Depot",
    organization="Birch",
    expires=date(2026, 12, 1),
    days_left=90,
    grace_until=date(2026, 12, 15),
    renewal_url="https://licenses.vendor.example/LIC-77",
)
_STAGES = {
    "license_expired_grace": ("grace", -3),
    "license_lapsed": ("lapsed", -15),
    "license_no_answer_ae": ("near", 7),
    "license_renewed": ("far", 364),
}


@dataclass(frozen=True, slots=True)
class LicenseLetter(Letter):
    """About a license. `stage` is far, near, final, grace or lapsed; `sender` and `text`: who reacted and how."""

    AUDIENCE: ClassVar[Audience] = "customer"
    TEMPLATES: ClassVar[tuple[str, ...]] = (
        "license_renewal_notice",
        "license_expired_grace",
        "license_lapsed",
        "license_renewed",
        "license_not_renewing_confirm",
    )
    license: LicenseView
    stage: str
    sender: str | None
    text: str

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        stage, days_left = _STAGES.get(template, ("far", 90))
        license = replace(_LICENSE, days_left=days_left)
        if template == "license_renewed":
            license = replace(license, expires=date(2027, 12, 1), grace_until=date(2027, 12, 15))
        text = "STOP" if template == "license_reaction" else ""
        return cls(VENDOR, recipient, license, stage, "tc1@birch.example", text)


@dataclass(frozen=True, slots=True)
class LicenseNewsLetter(LicenseLetter):
    """To our own people about a license."""

    AUDIENCE: ClassVar[Audience] = "vendor"
    TEMPLATES: ClassVar[tuple[str, ...]] = ("license_internal_renewal", "license_no_answer_ae", "license_reaction")


@dataclass(frozen=True, slots=True)
class HeldNoticesLetter(Letter):
    """To the duty: `count` notices are due on a new database and wait until somebody lets them leave."""

    AUDIENCE: ClassVar[Audience] = "vendor"
    TEMPLATES: ClassVar[tuple[str, ...]] = ("license_notices_held",)
    count: int

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        return cls(VENDOR, recipient, 3)


NoticeOutcome = Literal[
    "renewal_noted", "already_renewed", "snoozed", "contact_changed", "contact_asked",  # done
    "cancelled", "renewed", "pause_unclear", "pause_too_late", "address_missing",  # nothing was done
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class NoticeAnswerLetter(Letter):
    """What became of a customer's answer to a notice. `text` is what they wrote; `until` the day on which reminders go
    on; `address` who gets them from now on; `longest` how many days a pause may have."""

    AUDIENCE: ClassVar[Audience] = "customer"
    TEMPLATES: ClassVar[tuple[str, ...]] = ("license_answer_done", "license_answer_refused")
    license: LicenseView
    outcome: NoticeOutcome
    text: str
    until: date | None
    address: str | None
    longest: int

    @classmethod
    def sample(cls, template: str, recipient: Recipient) -> Self:
        """Invented contents."""
        if template == "license_answer_done":
            return cls(VENDOR, recipient, _LICENSE, "snoozed", "SNOOZE 14d", date(2026, 9, 16), None, 60)
        return cls(VENDOR, recipient, _LICENSE, "pause_unclear", "SNOOZE 400d", None, None, 60)
