"""Reading a rule file key by key: every value is asked for by its type, and a key that nobody asked for is a fault."""

from collections.abc import Mapping

from gateway.errors import ConfigurationError


class Reader:
    """One table of a file. Every method raises ConfigurationError with file, key and a sentence."""

    def __init__(self, file: str, table: Mapping[str, object], key: str = "") -> None:
        self._file, self._table, self._key = file, table, key
        self._asked: set[str] = set()

    def fault(self, name: str, problem: str, next_step: str = "") -> ConfigurationError:
        """The error to raise about a key of this table."""
        key = ".".join(part for part in (self._key, name) if part)
        return ConfigurationError(self._file, key or "-", problem, next_step)

    @property
    def content(self) -> Mapping[str, object]:
        """The table as it stands, for those who check it in another way."""
        return self._table

    def names(self) -> tuple[str, ...]:
        """The keys of this table in the order of the file."""
        return tuple(self._table)

    def text(self, name: str, default: str | None = None, choices: tuple[str, ...] = ()) -> str:
        """A text that is not empty, one of `choices` where there are any."""
        value = self._take(name, default)
        if not isinstance(value, str) or not value.strip():
            raise self.fault(name, "must be a text.")
        if choices and value not in choices:
            raise self.fault(name, f"{value!r} is impossible.", f"Possible are {', '.join(choices)}.")
        return value

    def texts(
        self, name: str, default: tuple[str, ...] | None = None, choices: tuple[str, ...] = ()
    ) -> tuple[str, ...]:
        """A list of texts."""
        value = self._take(name, default)
        if not isinstance(value, list | tuple) or not all(isinstance(one, str) and one.strip() for one in value):
            raise self.fault(name, "must be a list of texts.")
        for one in value:
            if choices and one not in choices:
                raise self.fault(name, f"{one!r} is impossible.", f"Possible are {', '.join(choices)}.")
        return tuple(str(one) for one in value)

    def integer(self, name: str, default: int | None = None, least: int | None = None, most: int | None = None) -> int:
        """A whole number."""
        value = self._take(name, default)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.fault(name, "must be a whole number.")
        if least is not None and value < least:
            raise self.fault(name, f"must be at least {least}.")
        if most is not None and value > most:
            raise self.fault(name, f"must be at most {most}.")
        return value

    def flag(self, name: str, default: bool | None = None) -> bool:
        """true or false."""
        value = self._take(name, default)
        if not isinstance(value, bool):
            raise self.fault(name, "must be true or false.")
        return value

    def table(self, name: str, optional: bool = False) -> "Reader":
        """A table inside this one; an optional one that is missing is empty."""
        return self._inside(name, self._take(name, {} if optional else None))

    def tables(self, name: str) -> tuple["Reader", ...]:
        """A list of tables, `[[name]]`, with at least one."""
        value = self._take(name, None)
        if not isinstance(value, list) or not value:
            raise self.fault(name, "must be a list of tables.")
        return tuple(self._inside(f"{name}[{place}]", entry) for place, entry in enumerate(value))

    def done(self) -> None:
        """Every key has been asked for, or the first unknown one is a fault."""
        for name in self._table:
            if name not in self._asked:
                known = ", ".join(sorted(self._asked))
                raise self.fault(name, "is not known here.", f"Known are {known}.")

    def _inside(self, name: str, value: object) -> "Reader":
        if not isinstance(value, Mapping):
            raise self.fault(name, "must be a table.")
        return Reader(self._file, value, ".".join(part for part in (self._key, name) if part))

    def _take(self, name: str, default: object) -> object:
        self._asked.add(name)
        value = self._table.get(name, default)
        if value is None:
            raise self.fault(name, "is missing.")
        return value
