"""The checked loader of `notices.toml`."""

from itertools import pairwise
from typing import cast

from gateway.domain.letters import LicenseLetter
from gateway.domain.notice_answer import KINDS, Kind
from gateway.domain.renewal import CIRCLES, Circle, Milestone, RenewalPolicy
from gateway.rules.reader import Reader

STAGES = ("far", "near", "final", "grace", "lapsed")
FIRED = ("renewal", "license_state")
MAX_DAYS = 3660


def read_renewal(reader: Reader) -> RenewalPolicy:
    """The renewal notices of a file. Raises ConfigurationError."""
    renewal = reader.table("renewal")
    policy = RenewalPolicy(
        milestones=tuple(_milestone(entry) for entry in renewal.tables("milestone")),
        grace_days=renewal.integer("grace_days", least=0),
        stale_days=renewal.integer("stale_days", least=1),
        snooze_days=renewal.integer("snooze_days", least=1),
        vendor_renews=frozenset(renewal.texts("vendor_renews")),
    )
    if any(first.days >= second.days for first, second in pairwise(policy.milestones)):
        raise renewal.fault("milestone", "the days must rise from one to the next.")
    if policy.first_days >= 0:
        raise renewal.fault("milestone", "the first must be before the end: days below 0.")
    if any(one.days != policy.grace_days + 1 for one in policy.milestones if one.kind == "license_state"):
        raise renewal.fault("milestone", "kind license_state belongs to the day after the last day of grace.")
    renewal.done()
    reader.table("answers")
    reader.done()
    return policy


def read_answers(reader: Reader) -> dict[Kind, tuple[str, ...]]:
    """What customers may answer, in lower case. Raises ConfigurationError."""
    table = reader.table("answers")
    phrases = {kind: tuple(" ".join(one.split()).casefold() for one in table.texts(kind)) for kind in KINDS}
    table.done()
    return phrases


def _milestone(reader: Reader) -> Milestone:
    days = reader.integer("days", least=-MAX_DAYS)
    milestone = Milestone(
        days=days,
        stage=reader.text("stage", choices=STAGES),
        template=reader.text("template", choices=LicenseLetter.TEMPLATES),
        cc=cast(tuple[Circle, ...], reader.texts("cc", default=(), choices=CIRCLES)),
        no_answer=reader.flag("no_answer", default=False),
        kind="license_state" if reader.text("kind", default="renewal", choices=FIRED) == "license_state" else "renewal",
    )
    reader.done()
    return milestone
