"""Load the customer directory from its file, and write it out again."""

from collections.abc import Collection
from pathlib import Path

from gateway.directory_file import reading as directory_file
from gateway.directory_file import writing as directory_toml
from gateway.directory_file.reading import Rows
from gateway.errors import ConfigurationError, ConfigurationFaults, NotAllowed
from gateway.store.directory.file import Difference, DirectoryFile, plain
from gateway.store.store import UnitOfWork
from gateway.toml import Source, read_source

MOST_REMOVED = 5  # a fifth of the entries: what an import may remove unasked


def read_file(path: Path, plans: Collection[str] = ()) -> Rows:
    """The rows of a directory file. Raises ConfigurationFaults with everything that is wrong, or ConfigurationError."""
    source = read_source(path)
    reading = directory_file.read(source.data, plans)
    if reading.faults:
        raise ConfigurationFaults([fault.error(source) for fault in reading.faults])
    return reading.rows


def import_rows(
    work: UnitOfWork, rows: Rows, allow_removals: bool = True, starter: Rows | None = None
) -> dict[str, Difference]:
    """Make the directory say what a file says, in one transaction; the difference by table.

    Entries of the `starter` file that nobody changed give way to any other entry: they are invented. Raises NotAllowed
    where more than a fifth of the others would be removed and that was not allowed.
    """
    file = DirectoryFile(work.connection)
    before = set() if allow_removals else _counted(file.rows(), (starter or {}) if any(rows.values()) else {})
    differences = file.replace(rows)
    removed = {(table, key) for table, one in differences.items() for key in one.removed} & before
    if len(removed) * MOST_REMOVED > len(before):
        raise NotAllowed(
            f"the file lacks {len(removed)} of the {len(before)} entries of the directory, and importing it would "
            "remove them; "
            "nothing was changed. Is it the right file, and whole? If they shall go, add --allow-removals."
        )
    return differences


def _counted(rows: Rows, starter: Rows) -> set[tuple[str, str | int]]:
    """Table and key of every entry that is not as `gateway init` wrote it."""
    return {
        (table, key)
        for table, entries in rows.items()
        for key, row in entries.items()
        if starter.get(table, {}).get(key) != row
    }


def export(work: UnitOfWork) -> str:
    """The directory as a file that import reads back without a difference."""
    return directory_toml.write(DirectoryFile(work.connection).rows())


def export_document(work: UnitOfWork) -> dict[str, list[dict[str, object]]]:
    """The directory as JSON: the tables of the file under the same names, dates in ISO form."""
    rows = DirectoryFile(work.connection).rows()
    return {table: [{k: plain(v) for k, v in row.items()} for row in rows[table].values()] for table in rows}


def difference_document(differences: dict[str, Difference]) -> dict[str, object]:
    """What an import changed, as JSON: for every table the keys added, changed (with before and after) and removed."""
    return {
        table: {
            "added": list(one.added),
            "changed": [
                {"key": c.key, "fields": {k: [plain(a), plain(b)] for k, (a, b) in c.fields.items()}}
                for c in one.changed
            ],
            "removed": list(one.removed),
        }
        for table, one in differences.items()
    }


def imported_rows(work: UnitOfWork) -> Rows:
    """The directory in the database."""
    return DirectoryFile(work.connection).rows()


def check_imported(work: UnitOfWork, place: str, plans: Collection[str] = ()) -> list[ConfigurationError]:
    """Faults of the directory in the database, such as a contract whose plan is no longer in the rules."""
    rows = DirectoryFile(work.connection).rows()
    source = Source(f"{place} (imported directory)", {})
    return [fault.error(source) for fault in directory_file.check(rows, plans)]
