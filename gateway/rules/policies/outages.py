"""policies/outages.toml: which tickets an outage concerns, and what it does to them."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from gateway.domain.outages.outage import WithoutApp
from gateway.domain.tickets.ticket import TicketType
from gateway.rules.policies.file import policy_file
from gateway.rules.policies.values import Many
from gateway.toml import StrictTable

OnOutage = Literal["deprioritize", "close"]


@dataclass(frozen=True, slots=True)
class OutagePolicy:
    """`link_new`: types of new tickets that are linked; `next_update_minutes`: 0 where nothing is promised."""

    without_app: WithoutApp
    link_new: tuple[str, ...]
    on_outage: OnOutage
    auto_subscribe: bool
    next_update_minutes: int


class _Matching(StrictTable):
    without_app: WithoutApp
    link_new: Many[TicketType]


class _Escalation(StrictTable):
    on_outage: OnOutage
    auto_subscribe: bool


class _News(StrictTable):
    next_update_minutes: Annotated[int, Field(ge=0, le=10_080)]


class _Form(StrictTable):
    matching: _Matching
    escalation: _Escalation
    news: _News


def _value(form: _Form) -> OutagePolicy:
    return OutagePolicy(
        form.matching.without_app,
        form.matching.link_new,
        form.escalation.on_outage,
        form.escalation.auto_subscribe,
        form.news.next_update_minutes,
    )


OUTAGES = policy_file("outages", _Form, _value)
