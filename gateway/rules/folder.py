"""A folder of rules: what decides stands in `decisions/`, data in `policies/`.

A folder of the old layout, with all files side by side, is read, too, and says how to move.
"""

from dataclasses import dataclass
from pathlib import Path
from shlex import quote
from typing import Literal

from gateway.config import shipped
from gateway.errors import WHOLE_FILE, ConfigurationError

Room = Literal["decisions", "policies"]
ROOMS: tuple[Room, ...] = ("decisions", "policies")
DECISIONS = (
    "intake",
    "escalation",
    "ticket_type",
    "redirects",
    "test_requests",
    "reason",
    "impact",
    "acknowledgement",
    "routing",
)


@dataclass(frozen=True, slots=True)
class RulesFolder:
    """Where the files of a folder stand."""

    path: Path

    @property
    def is_flat(self) -> bool:
        """Is this the old layout?"""
        return not self._has_rooms and any(self.path.glob("*.toml"))

    @property
    def _has_rooms(self) -> bool:
        return any((self.path / room).is_dir() for room in ROOMS)

    @property
    def has_rules(self) -> bool:
        """Is any file of rules in it, in the present layout or the old one?"""
        known = [one.relative_to(shipped("rules")) for one in shipped("rules").rglob("*.toml")]
        return any((self.path / one).exists() or (self.path / one.name).exists() for one in known)

    def check(self) -> None:
        """Raises ConfigurationError where it is no folder of rules at all: then no single file is to blame."""
        if self.has_rules:
            return
        problem = "holds no rules." if self.path.is_dir() else "is no folder."
        step = f"Correct [gateway] rules, or copy the shipped ones: cp -R {_quoted(shipped('rules'))}/. "
        raise ConfigurationError(str(self.path), WHOLE_FILE, problem, step + _quoted(self.path))

    def decision(self, name: str) -> Path:
        """The file of a decision."""
        return self._file("decisions", name)

    def policy(self, name: str) -> Path:
        """The file of a policy."""
        return self._file("policies", name)

    def _file(self, room: Room, name: str) -> Path:
        return self.path / f"{name}.toml" if self.is_flat else self.path / room / f"{name}.toml"

    def copy_step(self, room: Room, name: str) -> str:
        """What to do where a file is missing."""
        wanted, flat, original = self._file(room, name), self.path / f"{name}.toml", shipped("rules")
        if not self.is_flat and flat.exists():
            return f"Run: mv {_quoted(flat)} {_quoted(wanted)}"
        return f"Copy the shipped one. Run: cp {_quoted(original / room / f'{name}.toml')} {_quoted(wanted)}"

    @property
    def move(self) -> str:
        """For a folder of the old layout, how to move; empty for any other."""
        if not self.is_flat or not self.has_rules:
            return ""
        decisions = " ".join(f"{name}.toml" for name in DECISIONS if (self.path / f"{name}.toml").exists())
        return (
            f"{self.path}: the rules stand side by side as before; they are read, but what decides now belongs into "
            f"decisions and all other files into policies. Run: cd {_quoted(self.path)} && mkdir decisions policies "
            f"&& mv {decisions} decisions && mv *.toml policies"
        )


def _quoted(path: Path) -> str:
    return quote(str(path))
