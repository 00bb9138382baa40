"""Rule data that is not a list of rules: labels, escalation fields, life cycle, access, blocked attachments."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from gateway.config import read_toml
from gateway.domain.courtesy import Courtesy
from gateway.domain.fields import Labels
from gateway.domain.notice_answer import Kind
from gateway.domain.outgoing import OutgoingPolicy
from gateway.domain.priority import PriorityMatrix
from gateway.domain.renewal import RenewalPolicy
from gateway.domain.service_level import ServiceLevels
from gateway.rules.notices import read_answers, read_renewal
from gateway.rules.outgoing import read_outgoing
from gateway.rules.reader import Reader
from gateway.rules.service_levels import read_priority, read_service_levels


@dataclass(frozen=True, slots=True)
class EscalationPolicy:
    """rules/escalation_fields.toml."""

    fields: Mapping[str, tuple[str, ...]]
    minimum_words: Mapping[str, int]
    account_team_words: int
    impact_from_ticket: bool
    csm_cc_missing: str
    draft_days: int
    manager_due_critical_minutes: int
    manager_due_minutes: int


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """rules/lifecycle.toml. `digest_hour` is one of the local day of the gateway."""

    reopen_days: int
    decide_days: int
    digest_hour: int


@dataclass(frozen=True, slots=True)
class Access:
    """rules/access.toml: commands by role, and roles by group."""

    commands: Mapping[str, frozenset[str]]
    groups: Mapping[str, frozenset[str]]

    def allowed(self, roles: tuple[str, ...]) -> frozenset[str]:
        """The commands somebody of the staff with these roles may give."""
        granted = [self.commands.get(role, frozenset()) for role in ("staff", *roles)]
        return frozenset().union(*granted)

    def is_in(self, group: str, roles: tuple[str, ...]) -> bool:
        """Does one of these roles belong to a group?"""
        return not self.groups.get(group, frozenset()).isdisjoint(roles)


class PolicyData:
    """The data files of a rules folder, each read when it is first needed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def labels(self) -> Labels:
        """rules/languages.toml."""
        reader = self._reader("languages.toml")
        empty = reader.table("empty")
        labels = Labels(
            {name: tuple(one.casefold() for one in words) for name, words in _lists(reader.table("labels")).items()},
            frozenset(one.casefold() for one in empty.texts("words")),
            {name: frozenset(map(str.casefold, words)) for name, words in _lists(reader.table("values")).items()},
        )
        _end(empty, reader)
        return labels

    @cached_property
    def escalation(self) -> EscalationPolicy:
        """rules/escalation_fields.toml."""
        reader = self._reader("escalation_fields.toml")
        words, options = reader.table("minimum_words"), reader.table("options")
        policy = EscalationPolicy(
            fields=_lists(reader.table("fields")),
            minimum_words={name: words.integer(name, least=0) for name in words.names()},
            account_team_words=options.integer("min_words_for_account_team", least=0),
            impact_from_ticket=options.flag("impact_from_ticket"),
            csm_cc_missing=options.text("csm_cc_missing", choices=("add", "reject", "ignore")),
            draft_days=options.integer("draft_days", least=0),
            manager_due_critical_minutes=options.integer("manager_due_critical_minutes", least=0),
            manager_due_minutes=options.integer("manager_due_minutes", least=0),
        )
        _end(options, reader)
        return policy

    @cached_property
    def courtesy(self) -> Courtesy:
        """rules/courtesy.toml: words of thanks in all languages together."""
        reader = self._reader("courtesy.toml")
        thanks, beside = (_lists(reader.table(name)).values() for name in ("thanks", "beside"))
        reader.done()
        return Courtesy(
            frozenset(one.casefold() for words in thanks for one in words),
            frozenset(one.casefold() for words in beside for one in words),
        )

    @cached_property
    def lifecycle(self) -> Lifecycle:
        """rules/lifecycle.toml."""
        reader = self._reader("lifecycle.toml")
        ticket, quarantine = reader.table("ticket"), reader.table("quarantine")
        lifecycle = Lifecycle(
            reopen_days=ticket.integer("reopen_days", least=0),
            decide_days=quarantine.integer("decide_days", least=0),
            digest_hour=quarantine.integer("digest_hour", least=0, most=23),
        )
        _end(ticket, quarantine, reader)
        return lifecycle

    @cached_property
    def access(self) -> Access:
        """rules/access.toml."""
        reader = self._reader("access.toml")
        commands, groups = _lists(reader.table("commands")), _lists(reader.table("roles"))
        reader.done()
        return Access(_sets(commands), _sets(groups))

    @cached_property
    def service_levels(self) -> ServiceLevels:
        """rules/service_levels.toml."""
        return read_service_levels(self._reader("service_levels.toml"))

    @cached_property
    def priorities(self) -> PriorityMatrix:
        """rules/priority.toml."""
        return read_priority(self._reader("priority.toml"))

    @cached_property
    def renewal(self) -> RenewalPolicy:
        """rules/notices.toml: milestones and their recipients."""
        return read_renewal(self._reader("notices.toml"))

    @cached_property
    def notice_answers(self) -> Mapping[Kind, tuple[str, ...]]:
        """rules/notices.toml: what customers may answer."""
        return read_answers(self._reader("notices.toml"))

    @cached_property
    def outgoing(self) -> OutgoingPolicy:
        """rules/outgoing.toml: classes of outgoing mail."""
        return read_outgoing(self._reader("outgoing.toml"))

    @cached_property
    def blocked_endings(self) -> frozenset[str]:
        """rules/attachments.toml: endings of file names, lower case, without the dot."""
        reader = self._reader("attachments.toml")
        blocked = frozenset(one.lower() for one in reader.texts("blocked"))
        reader.done()
        return blocked

    def _reader(self, name: str) -> Reader:
        path = self.folder / name
        return Reader(str(path), read_toml(path))


def _lists(reader: Reader) -> dict[str, tuple[str, ...]]:
    """Every key of a table as a list of texts."""
    return {name: reader.texts(name) for name in reader.names()}


def _sets(lists: Mapping[str, tuple[str, ...]]) -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in lists.items()}


def _end(*readers: Reader) -> None:
    for reader in readers:
        reader.done()
