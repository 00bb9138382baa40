"""How a file of policies becomes one frozen value."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from gateway.config import shipped
from gateway.rules.folder import RulesFolder
from gateway.toml import Source, StrictTable, check, read_source

Form = TypeVar("Form", bound=StrictTable)
Value_co = TypeVar("Value_co", covariant=True)


@dataclass(frozen=True, slots=True)
class PolicyFile(Generic[Value_co]):
    """A file by its name without ending, and who reads it."""

    name: str
    reader: Callable[[Source, Callable[[], Source]], Value_co]

    def read(self, folder: RulesFolder) -> Value_co:
        """The checked value. Raises ConfigurationFaults with everything that is wrong, or ConfigurationError."""
        return self.of(read_source(folder.policy(self.name), folder.copy_step("policies", self.name)))

    def of(self, source: Source) -> Value_co:
        """The checked value of a file that was read."""
        return self.reader(source, partial(_shipped_source, self.name))


def policy_file(name: str, form: type[Form], value: Callable[[Form], Value_co]) -> PolicyFile[Value_co]:
    """A file of this form, of which `value` makes what the gateway works with."""
    return PolicyFile(name, lambda source, example: value(check(form, source, example)))


def _shipped_source(name: str) -> Source:
    return read_source(RulesFolder(shipped("rules")).policy(name))


def folded(words: tuple[str, ...]) -> tuple[str, ...]:
    """Words as they are compared."""
    return tuple(one.casefold() for one in words)
