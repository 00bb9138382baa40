"""Where a ticket can be sent: the template that says so, and how the ticket ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from gateway.domain.facts import Topic

Person = Literal["nobody", "csm", "account_executive"]


@dataclass(frozen=True, slots=True)
class Place:
    """`code`: the resolution code of the ticket. `person`: who of the account team is told and named."""

    template: str
    code: str
    person: Person = "nobody"


PLACES: Final[Mapping[str, Place]] = {
    "training": Place("redirect_training", "redirected_training"),
    "certificate": Place("redirect_certificate", "redirected_training"),
    "ideas": Place("redirect_feature_request", "redirected_ideas"),
    "csm": Place("redirect_commercial_csm", "redirected_csm", "csm"),
    "ae": Place("redirect_license_expansion_ae", "redirected_ae", "account_executive"),
    "partner": Place("redirect_partner", "redirected_partner"),
    "external": Place("redirect_external_supporter", "redirected_external"),
    "expert_services": Place("redirect_expert_services", "redirected"),
}
"""By the word behind `#redirect`."""
ACCOUNT_TEAM: Final = Place("reply_account_team", "answered_account_team")
OF_TOPIC: Final[Mapping[Topic, Place]] = {
    "training": PLACES["training"],
    "certificate": PLACES["certificate"],
    "feature_request": PLACES["ideas"],
    "commercial": PLACES["csm"],
    "license_expansion": PLACES["ae"],
    "account_team": ACCOUNT_TEAM,
}
TRAINING: Final = ("training", "certificate")
