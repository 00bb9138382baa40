"""Read a whole directory file: every value, every reference, every rule, with all faults found at once. Pure."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from gateway.domain.directory_form import CLOUD_STRATEGIES, TABLES, Table

Row = dict[str, object]
Rows = dict[str, dict[str | int, Row]]  # table, key of the entry, columns


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in the file: where, the rest of the sentence, and what to do."""

    key: str
    problem: str
    next_step: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says. The rows are complete only where there are no faults."""

    rows: Rows
    faults: tuple[Fault, ...]


def read(data: Mapping[str, object], plans: Collection[str] = ()) -> Reading:
    """Every entry of a parsed file. `plans` are the service levels that exist; none given, none is checked."""
    rows: Rows = {table: {} for table in TABLES}
    faults = [
        Fault(table, "is not a table of the directory.", _suggest(table, TABLES))
        for table in data
        if table not in TABLES
    ]
    for table, form in TABLES.items():
        faults += _read_table(table, form, data.get(table, []), rows[table])
    return Reading(rows, (*faults, *check(rows, plans)))


def check(rows: Rows, plans: Collection[str] = ()) -> tuple[Fault, ...]:
    """What entries that are well in themselves get wrong together: references, order of days, number of contacts."""
    return (*_references(rows), *_rules(rows, plans))


def _read_table(table: str, form: Table, entries: object, rows: dict[str | int, Row]) -> Iterator[Fault]:
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        yield Fault(table, f"must be written as [[{table}]], one for each entry.")
        return
    for position, entry in enumerate(entries, start=1):
        row: Row = {}
        place = f"{table}[{entry.get(form.key, f'#{position}')}]"
        yield from _read_entry(place, table, form, entry, row)
        key = row.get(form.key)
        if isinstance(key, str | int):
            if key in rows:
                yield Fault(f"{table}[{key}]", "is there twice.", "Remove one of them.")
            rows[key] = row


def _read_entry(place: str, table: str, form: Table, entry: Mapping[str, object], row: Row) -> Iterator[Fault]:
    for key in entry:
        if key not in form.fields:
            yield Fault(f"{place}.{key}", f"is not a key of [[{table}]].", _suggest(key, form.fields))
    for key, field in form.fields.items():
        if key not in entry:
            row[key] = list(field.default) if isinstance(field.default, tuple) else field.default
            if field.required:
                yield Fault(f"{place}.{key}", "is missing.")
            continue
        try:
            row[key] = field.read(entry[key])
        except ValueError as error:
            yield Fault(f"{place}.{key}", str(error))


def _suggest(word: str, known: Collection[str]) -> str:
    close = get_close_matches(word, list(known), n=1)
    return f'Did you mean "{close[0]}"?' if close else f"Known are {', '.join(known)}."


# table and key of a reference, and the table in which the named entry must be
_REFERENCES = (
    ("region", "calendar", "calendar"),
    ("staff", "regions", "region"),
    ("organization", "region", "region"),
    ("organization", "partner_of", "organization"),
    ("contact", "organization", "organization"),
    ("contract", "organization", "organization"),
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
                        f"{table}[{name}].{key}",
                        f'names the {target} "{named}", which is not in the file.',
                        _suggest_entry(str(named), target, rows),
                    )


def _suggest_entry(word: str, target: str, rows: Rows) -> str:
    # a search among ten thousand contacts for every fault would take minutes
    few = len(rows[target]) <= 200
    close = get_close_matches(word, [str(key) for key in rows[target]], n=1) if few else []
    return f'Did you mean "{close[0]}"?' if close else f"Add it as [[{target}]] or correct the name."


def _rules(rows: Rows, plans: Collection[str]) -> Iterator[Fault]:
    for table, first, last in (("contract", "starts", "ends"), ("license", "starts", "expires")):
        for name, row in rows[table].items():
            starts, ends = row.get(first), row.get(last)
            if isinstance(starts, date) and isinstance(ends, date) and ends < starts:
                yield Fault(f"{table}[{name}].{last}", f"is before {first}.")
    for name, row in rows["contract"].items():
        if plans and row.get("plan", next(iter(plans))) not in plans:
            yield Fault(f"contract[{name}].plan", f"must be one of {', '.join(sorted(plans))}.")
    for name, row in rows["app"].items():
        yield from _technical_contacts(name, row)


def _technical_contacts(name: str | int, row: Row) -> Iterator[Fault]:
    people = row.get("technical_contacts")
    if not isinstance(people, list):
        return
    key, count = f"app[{name}].technical_contacts", len(people)
    if row.get("strategy") in CLOUD_STRATEGIES and count != 1:
        yield Fault(
            key,
            f"must name exactly one contact for a cloud app, not {count}.",
            "Let the others be alert_receivers.",
        )
    elif not count:
        yield Fault(key, "must name at least one contact.")
