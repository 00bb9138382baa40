"""policies/escalation_fields.toml: what an escalation must say, by the way it came, and what counts as said."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from gateway.domain.escalations.escalation import Channel
from gateway.domain.facts import Missing
from gateway.rules.policies.file import policy_file
from gateway.rules.policies.values import Count, Many
from gateway.toml import StrictTable

Fields = Many[Missing]


@dataclass(frozen=True, slots=True)
class EscalationPolicy:
    """`fields`: what is asked for; `account_team_words`: how few words are enough from our own people.

    `least_free_words`: how many words without a label are the reason where no reason is given. `least_answer_words`:
    how many without a label are the impact where we asked for nothing else.
    """

    fields: Mapping[Channel, tuple[Missing, ...]]
    minimum_words: Mapping[str, int]
    account_team_words: int
    least_free_words: int
    least_answer_words: int
    impact_from_ticket: bool
    csm_cc_missing: Literal["add", "reject", "ignore"]
    draft_days: int
    manager_due_critical_minutes: int
    manager_due_minutes: int


class _Fields(StrictTable):
    email: Fields = ()
    ticket: Fields = ()
    csm: Fields = ()
    internal: Fields = ()


class _Options(StrictTable):
    min_words_for_account_team: Count
    least_free_words: Count = 5
    least_answer_words: Count = 3
    impact_from_ticket: bool
    csm_cc_missing: Literal["add", "reject", "ignore"]
    draft_days: Count
    manager_due_critical_minutes: Count
    manager_due_minutes: Count


class _Form(StrictTable):
    fields: _Fields
    minimum_words: dict[str, Count]
    options: _Options


def _value(form: _Form) -> EscalationPolicy:
    fields, options = form.fields, form.options
    return EscalationPolicy(
        fields={"email": fields.email, "ticket": fields.ticket, "csm": fields.csm, "internal": fields.internal},
        minimum_words=form.minimum_words,
        account_team_words=options.min_words_for_account_team,
        least_free_words=options.least_free_words,
        least_answer_words=options.least_answer_words,
        impact_from_ticket=options.impact_from_ticket,
        csm_cc_missing=options.csm_cc_missing,
        draft_days=options.draft_days,
        manager_due_critical_minutes=options.manager_due_critical_minutes,
        manager_due_minutes=options.manager_due_minutes,
    )


ESCALATION_FIELDS = policy_file("escalation_fields", _Form, _value)
