"""What kinds of mail leave by themselves, and which of it is optional. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Class = Literal["acknowledgement", "rejection", "error", "notice", "digest", "alert"]
LISTED: tuple[Class, ...] = ("rejection", "error", "digest")  # what the rules name; the others are the rest


@dataclass(frozen=True, slots=True)
class OutgoingPolicy:
    """rules/policies/outgoing.toml. `classes`: of the templates that the rules name."""

    classes: Mapping[str, Class]

    def class_of(self, template: str, otherwise: Class) -> Class:
        """The class of a template that the rules name, else `otherwise`."""
        return self.classes.get(template, otherwise)


def fits(name: str, pattern: str) -> bool:
    """Is it this name, or does it begin as a pattern with "*" at its end does?"""
    return name.startswith(pattern[:-1]) if pattern.endswith("*") else name == pattern
