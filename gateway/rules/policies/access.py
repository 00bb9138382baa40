"""policies/access.toml: what our own people may do and on whose tickets, and which groups belong to a role."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Final, TypeVar, get_args

from pydantic import Field, model_validator

from gateway.directory_file.form import StaffRole
from gateway.domain.commands import STAFF, Vocabulary, Word
from gateway.domain.rights import ANSWER, ESCALATE, EVERYTHING, STAFF_MAY, Lack, Reach, Relation
from gateway.rules.policies.file import policy_file
from gateway.rules.policies.values import Words
from gateway.toml import KeyFault, StrictTable

FOLLOWS: Final = ("internal", "show", "watch", "leave", "help")  # reads a case and writes inside
DEFAULT_REACH: Final[Mapping[str, Reach]] = MappingProxyType({"account_team": "own", "regional_manager": "regions"})
DEFAULT_MAY: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "account_team": (ANSWER, ESCALATE, *FOLLOWS),
        "cloud_ops": (ANSWER, ESCALATE, *FOLLOWS, "outage"),
        "viewer": ("show", "help"),
        "operator": (EVERYTHING,),
    }
)
Said = TypeVar("Said")
_ROLES: Final = (*get_args(StaffRole), *STAFF)


@dataclass(frozen=True, slots=True)
class Access:
    """Who may do what, where the file says it, on whose tickets, and roles by group.

    `who_may`: roles by command. `by_role`: every command of each role, None where the file has no such lists.
    `may` and `reach` are by role or group: what of the rest is theirs, and where.
    `fresh_days`: between the Date of signed mail of our people and its arrival.
    """

    who_may: Mapping[str, frozenset[str]]
    by_role: Mapping[str, frozenset[str]] | None
    groups: Mapping[str, frozenset[str]]
    fresh_days: int
    may: Mapping[str, frozenset[str]]
    reach: Mapping[str, Reach]

    def who(self, word: Word) -> tuple[str, ...]:
        """The roles that may give a command: those of the file, else those of its row in the table of commands."""
        if word.name in self.who_may:
            return tuple(sorted(self.who_may[word.name]))
        if self.by_role is not None:
            return tuple(role for role, names in self.by_role.items() if word.name in names)
        return word.who

    def allowed(self, roles: tuple[str, ...], known: Vocabulary) -> frozenset[str]:
        """The commands somebody of the staff with these roles may give, on some ticket at least."""
        return frozenset(word.name for word in known.values() if any(self._granting(roles, word.name, self.who(word))))

    def lack(self, roles: tuple[str, ...], deed: Word | str, relation: Relation) -> Lack | None:
        """Why somebody with these roles may not give a command, or do a deed, on such a ticket; None where they may."""
        if isinstance(deed, Word):
            name, who = deed.name, self.who(deed)
        else:
            name, who = deed, tuple(self.who_may.get(deed, STAFF))
        granting = tuple(self._granting(roles, name, who))
        return self.too_far(granting, relation) if granting else "role"

    def too_far(self, roles: tuple[str, ...], relation: Relation) -> Lack | None:
        """Why none of these roles counts on such a ticket, whatever it may do; None where one does."""
        reaches = [self.reach_of(role) for role in roles or STAFF]
        if any(relation.within(reach) for reach in reaches):
            return None
        return "regions" if "regions" in reaches else "own"

    def reach_of(self, role: str) -> Reach:
        """On whose tickets a role counts; where several groups say it, the widest."""
        said = self._said(self.reach, role)
        return max(said, key=get_args(Reach).index, default="everywhere")

    def is_in(self, group: str, roles: tuple[str, ...]) -> bool:
        """Does one of these roles belong to a group?"""
        return not self.groups.get(group, frozenset()).isdisjoint(roles)

    def _granting(self, roles: tuple[str, ...], name: str, who: tuple[str, ...]) -> Iterator[str]:
        """Those of these roles that let somebody do this; a role that is named for it needs nothing else."""
        for role in roles or STAFF:
            may = self._may(role)
            named = role in who and role not in STAFF
            of_all = not set(STAFF).isdisjoint(who) and (STAFF_MAY in may or name in may)
            if named or of_all or (who and EVERYTHING in may):
                yield role

    def _may(self, role: str) -> frozenset[str]:
        said = self._said(self.may, role)
        return frozenset[str]().union(*said) if said else frozenset((STAFF_MAY,))

    def _said(self, table: Mapping[str, Said], role: str) -> list[Said]:
        """What a table says of a role under its own name, else under those of its groups."""
        if role in table:
            return [table[role]]
        return [table[group] for group, members in self.groups.items() if role in members and group in table]


class _StaffMail(StrictTable):
    fresh_days: Annotated[int, Field(ge=1, le=60)] = 3


class _Form(StrictTable):
    roles: dict[str, Words]
    who_may: dict[str, Words] = Field(default_factory=dict)
    may: dict[str, Words] = Field(default_factory=dict)
    reach: dict[str, Reach] = Field(default_factory=dict)
    commands: dict[str, Words] | None = None
    staff_mail: _StaffMail = Field(default_factory=_StaffMail)

    @model_validator(mode="after")
    def _known(self) -> "_Form":
        """A mistyped role would leave somebody more rights than was meant."""
        for table, names in (("may", self.may), ("reach", self.reach)):
            for name in names:
                if name not in self.roles and name not in _ROLES:
                    raise KeyFault(f"{table}.{name}", "is neither a role of staff nor a group under [roles].")
        return self


def _value(form: _Form) -> Access:
    return Access(
        who_may=_sets(form.who_may),
        by_role=None if form.commands is None else _sets(form.commands),
        groups=_sets(form.roles),
        fresh_days=form.staff_mail.fresh_days,
        may=_sets({**DEFAULT_MAY, **form.may}),
        reach={**DEFAULT_REACH, **form.reach},
    )


def _sets(lists: Mapping[str, tuple[str, ...]]) -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in lists.items()}


ACCESS = policy_file("access", _Form, _value)
