"""Who of us a ticket is given to by a rule (rules/decisions/routing.toml)."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Route:
    """`group`, `line_2` and `line_3` are codes of groups of the directory, `person` an address.

    None of them: the engineers of the region, and for a line the people with its role. `triage`: somebody has to look
    whether it went the right way.
    """

    group: str | None = None
    person: str | None = None
    line_2: str | None = None
    line_3: str | None = None
    triage: bool = False

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups that it names."""
        return tuple(one for one in (self.group, self.line_2, self.line_3) if one)

    def line(self, line: int) -> str | None:
        """The group behind the first line, None where the role decides."""
        return {2: self.line_2, 3: self.line_3}.get(line)


REGION: Final = Route()
