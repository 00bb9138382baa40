"""What every table of a file has in common."""

from pydantic import BaseModel, ConfigDict


class Table(BaseModel):
    """A table of a file: frozen, and an unknown key is an error, not a silent default."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class StrictTable(Table):
    """A table in which 1 is not true and "1" is no number."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class KeyFault(ValueError):
    """For validators that look at a whole table: which of its keys is wrong, and what is wrong with it."""

    def __init__(self, key: str, problem: str) -> None:
        self.key, self.problem = key, problem
        super().__init__(problem)
