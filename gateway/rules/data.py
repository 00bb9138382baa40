"""Rule data that is not a list of rules: labels, escalation fields, access, blocked attachments."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from gateway.domain.fields import Labels
from gateway.domain.notice_answer import Kind
from gateway.domain.priority import PriorityMatrix
from gateway.domain.renewal import RenewalPolicy
from gateway.domain.service_level import ServiceLevels
from gateway.errors import ConfigurationError
from gateway.rules.notices import read_answers, read_renewal
from gateway.rules.service_levels import read_priority, read_service_levels

Table = Mapping[str, object]


def read_table(path: Path) -> dict[str, object]:
    """A TOML file. Raises ConfigurationError."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigurationError(str(path), "-", f"cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(str(path), "-", f"is not valid TOML: {error}.") from error


class Section:
    """One table of a data file; every access is checked and a fault names file and key."""

    def __init__(self, path: Path, name: str, table: Table) -> None:
        self._path, self._name, self.table = path, name, table

    def fault(self, key: str, problem: str) -> ConfigurationError:
        """An error about a key of this table."""
        return ConfigurationError(str(self._path), f"{self._name}.{key}", problem)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self.table.get(key)
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self.fault(key, "must be a list of texts.")
        return tuple(value)

    def number(self, key: str) -> int:
        """A whole number that is not negative."""
        value = self.table.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.fault(key, "must be a whole number, 0 or more.")
        return value

    def flag(self, key: str) -> bool:
        """true or false."""
        value = self.table.get(key)
        if not isinstance(value, bool):
            raise self.fault(key, "must be true or false.")
        return value

    def one_of(self, key: str, values: tuple[str, ...]) -> str:
        """One of some words."""
        value = self.table.get(key)
        if value not in values:
            raise self.fault(key, f"must be one of {', '.join(values)}.")
        return str(value)

    def all_texts(self) -> dict[str, tuple[str, ...]]:
        """Every key of the table as a list of texts."""
        return {key: self.texts(key) for key in self.table}


def sections(path: Path, names: tuple[str, ...]) -> dict[str, Section]:
    """The tables of a file; a missing or unknown one is an error."""
    data = read_table(path)
    for name in (*names, *data):
        if name not in names or not isinstance(data.get(name), dict):
            raise ConfigurationError(str(path), name, f"must be a table; expected are {', '.join(names)}.")
    return {name: Section(path, name, data[name]) for name in names}  # type: ignore[arg-type]  # checked above


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
        parts = sections(self.folder / "languages.toml", ("labels", "empty", "values"))
        names = {field: tuple(one.casefold() for one in words) for field, words in parts["labels"].all_texts().items()}
        empty = frozenset(one.casefold() for one in parts["empty"].texts("words"))
        values = {key: frozenset(one.casefold() for one in words) for key, words in parts["values"].all_texts().items()}
        return Labels(names, empty, values)

    @cached_property
    def escalation(self) -> EscalationPolicy:
        """rules/escalation_fields.toml."""
        parts = sections(self.folder / "escalation_fields.toml", ("fields", "minimum_words", "options"))
        words, options = parts["minimum_words"], parts["options"]
        return EscalationPolicy(
            fields=parts["fields"].all_texts(),
            minimum_words={key: words.number(key) for key in words.table},
            account_team_words=options.number("min_words_for_account_team"),
            impact_from_ticket=options.flag("impact_from_ticket"),
            csm_cc_missing=options.one_of("csm_cc_missing", ("add", "reject", "ignore")),
            draft_days=options.number("draft_days"),
            manager_due_critical_minutes=options.number("manager_due_critical_minutes"),
            manager_due_minutes=options.number("manager_due_minutes"),
        )

    @cached_property
    def access(self) -> Access:
        """rules/access.toml."""
        parts = sections(self.folder / "access.toml", ("commands", "roles"))
        commands = {role: frozenset(names) for role, names in parts["commands"].all_texts().items()}
        return Access(commands, {group: frozenset(roles) for group, roles in parts["roles"].all_texts().items()})

    @cached_property
    def service_levels(self) -> ServiceLevels:
        """rules/service_levels.toml."""
        return read_service_levels(*self._file("service_levels.toml"))

    @cached_property
    def priorities(self) -> PriorityMatrix:
        """rules/priority.toml."""
        return read_priority(*self._file("priority.toml"))

    @cached_property
    def renewal(self) -> RenewalPolicy:
        """rules/notices.toml: milestones and their recipients."""
        return read_renewal(*self._file("notices.toml"))

    @cached_property
    def notice_answers(self) -> Mapping[Kind, tuple[str, ...]]:
        """rules/notices.toml: what customers may answer."""
        return read_answers(*self._file("notices.toml"))

    @cached_property
    def blocked_endings(self) -> frozenset[str]:
        """rules/attachments.toml: endings of file names, lower case, without the dot."""
        path = self.folder / "attachments.toml"
        return frozenset(one.lower() for one in Section(path, "attachments", read_table(path)).texts("blocked"))

    def _file(self, name: str) -> tuple[dict[str, object], str]:
        path = self.folder / name
        return read_table(path), str(path)
