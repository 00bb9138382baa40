"""Load the customer directory from its file, and write it out again."""

from collections.abc import Collection
from pathlib import Path

from gateway.config import read_toml
from gateway.domain import directory_file, directory_toml
from gateway.domain.directory_file import Fault, Rows
from gateway.errors import ConfigurationError, ConfigurationFaults
from gateway.store.directory_file import Difference, DirectoryFile, plain
from gateway.store.store import Work


def read_file(path: Path, plans: Collection[str] = ()) -> Rows:
    """The rows of a directory file. Raises ConfigurationFaults with everything that is wrong, or ConfigurationError."""
    reading = directory_file.read(read_toml(path), plans)
    if reading.faults:
        raise ConfigurationFaults(_placed(str(path), reading.faults))
    return reading.rows


def import_rows(work: Work, rows: Rows) -> dict[str, Difference]:
    """Make the directory say what a file says, in one transaction; the difference by table."""
    return DirectoryFile(work.connection).replace(rows)


def export(work: Work) -> str:
    """The directory as a file that import reads back without a difference."""
    return directory_toml.write(DirectoryFile(work.connection).rows())


def export_document(work: Work) -> dict[str, list[dict[str, object]]]:
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


def check_imported(work: Work, place: str, plans: Collection[str] = ()) -> list[ConfigurationError]:
    """Faults of the directory in the database, such as a contract whose plan is no longer in the rules."""
    rows = DirectoryFile(work.connection).rows()
    return _placed(f"{place} (imported directory)", directory_file.check(rows, plans))


def _placed(file: str, faults: Collection[Fault]) -> list[ConfigurationError]:
    return [ConfigurationError(file, one.key, one.problem, one.next_step) for one in faults]
