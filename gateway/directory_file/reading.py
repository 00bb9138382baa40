"""Read a whole directory file: every value, every reference, every rule, with all faults found at once. Pure."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from pydantic import ValidationError

from gateway.directory_file.form import CLOUD_STRATEGIES, TABLES, Form
from gateway.errors import ConfigurationError
from gateway.toml import Place, Source, did_you_mean, key_of, meant, next_step, placed

Row = dict[str, object]
Rows = dict[str, dict[str | int, Row]]  # table, key of the entry, columns


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a table: in which entry, where in it, the rest of the sentence, and what to do.

    `position` is that of the entry in its table, from 0; None where the fault is the table's, or is not known yet.
    """

    table: str
    entry: str | int | None
    inside: Place
    problem: str
    next_step: str = ""
    position: int | None = None

    @property
    def key(self) -> str:
        """As people call it: `contact[user@acorn.example].name`."""
        name = self.table if self.entry is None else f"{self.table}[{self.entry}]"
        return f"{name}.{key_of(self.inside)}" if self.inside else name

    def error(self, source: Source) -> ConfigurationError:
        """The error about this file."""
        place = (self.table,) if self.position is None else (self.table, self.position, *self.inside)
        return replace(source, names=lambda _: self.key).fault(place, self.problem, self.next_step)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says. The rows are complete only where there are no faults."""

    rows: Rows
    faults: tuple[Fault, ...]


def read(data: Mapping[str, object], plans: Collection[str] = ()) -> Reading:
    """Every entry of a parsed file. `plans` are the service levels that exist; none given, none is checked."""
    rows: Rows = {table: {} for table in TABLES}
    faults = [
        Fault(table, None, (), "is not a table of the directory.", meant(table, TABLES))
        for table in data
        if table not in TABLES
    ]
    for table, form in TABLES.items():
        faults += _read_table(table, form, data.get(table, []), rows[table])
    return Reading(rows, (*faults, *_positioned(check(rows, plans), data)))


def _positioned(faults: Collection[Fault], data: Mapping[str, object]) -> Iterator[Fault]:
    """Faults with the positions of their entries in the file."""
    tables = {fault.table for fault in faults}
    places = {table: _positions(data[table], TABLES[table].key) for table in tables if table in data}
    return (replace(one, position=places.get(one.table, {}).get(str(one.entry).lower())) for one in faults)


def _positions(entries: object, key: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for position, entry in enumerate(entries if isinstance(entries, list) else []):
        if isinstance(entry, dict):
            found.setdefault(str(entry.get(key)).strip().lower(), position)
    return found


def check(rows: Rows, plans: Collection[str] = ()) -> tuple[Fault, ...]:
    """What entries that are well in themselves get wrong together: references, order of days, number of contacts."""
    return (*_references(rows), *_rules(rows, plans))


def _read_table(table: str, form: Form, entries: object, rows: dict[str | int, Row]) -> Iterator[Fault]:
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        yield Fault(table, None, (), f"must be written as [[{table}]], once for each entry.")
        return
    for position, entry in enumerate(entries):
        row, faults = _read_entry(form, entry)
        key = row.get(form.key)
        name = key if isinstance(key, str | int) else entry.get(form.key, f"#{position + 1}")
        yield from (Fault(table, str(name), *fault, position) for fault in faults)
        if isinstance(key, str | int):
            if key in rows:
                yield Fault(table, key, (), "is there twice.", "Remove one of them.", position)
            rows[key] = row


def _read_entry(form: Form, entry: Mapping[str, object]) -> tuple[Row, list[tuple[Place, str, str]]]:
    """What is stored of an entry, or what can be read of it together with its faults."""
    try:
        return form.entry.model_validate(entry).model_dump(), []
    except ValidationError as error:
        found = error.errors()
    faults = [(*placed(one), next_step(one, form.entry)) for one in found]
    wrong = {one["loc"][0] for one in found}
    part = form.entry.model_construct()
    for key, value in entry.items():
        if key not in wrong:
            setattr(part, key, value)
    return part.model_dump(exclude_unset=True), faults


# table and key of a reference, and the table in which the named entry must be
_REFERENCES = (
    ("region", "calendar", "calendar"),
    ("staff", "regions", "region"),
    ("group", "members", "staff"),
    ("organization", "region", "region"),
    ("organization", "partner_of", "organization"),
    ("contact", "organization", "organization"),
    ("contract", "organization", "organization"),
    ("contract", "apps", "app"),
    ("app", "organization", "organization"),
    ("app", "technical_contacts", "contact"),
    ("app", "members", "contact"),
    ("license", "app", "app"),
    ("subscription", "regions", "region"),
)


def _references(rows: Rows) -> Iterator[Fault]:
    for table, key, target in _REFERENCES:
        for name, row in rows[table].items():
            value = row.get(key)  # absent where it could not be read, which is a fault of its own
            for named in value if isinstance(value, list) else [value]:
                if named is not None and named not in rows[target]:
                    yield Fault(
                        table,
                        name,
                        (key,),
                        f'names the {target} "{named}", which is not in the file.',
                        _suggest_entry(str(named), target, rows),
                    )


def _suggest_entry(word: str, target: str, rows: Rows) -> str:
    # a search among ten thousand contacts for every fault would take minutes
    few = len(rows[target]) <= 200
    close = did_you_mean(word, map(str, rows[target])) if few else ""
    return close or f"Add it as [[{target}]] or correct the name."


def _rules(rows: Rows, plans: Collection[str]) -> Iterator[Fault]:
    for table, first, last in (("contract", "starts", "ends"), ("license", "starts", "expires")):
        for name, row in rows[table].items():
            starts, ends = row.get(first), row.get(last)
            if isinstance(starts, date) and isinstance(ends, date) and ends < starts:
                yield Fault(table, name, (last,), f"is before {first}.")
    for name, row in rows["contract"].items():
        if plans and row.get("plan", next(iter(plans))) not in plans:
            step = did_you_mean(str(row["plan"]), plans)
            yield Fault("contract", name, ("plan",), f"must be one of {', '.join(sorted(plans))}.", step)
    for name, row in rows["app"].items():
        yield from _technical_contacts(name, row)


def _technical_contacts(name: str | int, row: Row) -> Iterator[Fault]:
    people = row.get("technical_contacts")
    if not isinstance(people, list):
        return
    inside, count = ("technical_contacts",), len(people)
    if row.get("strategy") in CLOUD_STRATEGIES and count != 1:
        yield Fault(
            "app",
            name,
            inside,
            f"must name exactly one contact for a cloud app, not {count}.",
            "Let the others be alert_receivers.",
        )
    elif not count:
        yield Fault("app", name, inside, "must name at least one contact.")
