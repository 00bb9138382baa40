"""Write a directory as TOML (version 1.0), in the form that import reads."""

from collections.abc import Mapping
from datetime import date

import tomli_w

from gateway.directory_file.form import TABLES
from gateway.directory_file.reading import Row, Rows


def write(rows: Rows) -> str:
    """The text of a file; what is not known is left out."""
    blocks = [_block(table, row) for table in TABLES for row in rows[table].values()]
    return "\n".join(blocks)


def _block(table: str, row: Row) -> str:
    """One entry. Each has a header of its own, however short it is, and tables inside it stand below."""
    known = {key: _written(key, row[key]) for key in TABLES[table].fields if row[key] is not None}
    inner = {key: value for key, value in known.items() if isinstance(value, Mapping)}
    plain = {key: value for key, value in known.items() if key not in inner}
    text = f"[[{table}]]\n{tomli_w.dumps(plain)}"
    return text + "".join(f"\n[{table}.{key}]\n{tomli_w.dumps(value)}" for key, value in inner.items())


def _written(key: str, value: object) -> object:
    """Days of absence are stored as ISO dates in JSON, and written as TOML dates."""
    if key != "away" or not isinstance(value, list):
        return value
    return [{name: date.fromisoformat(day) for name, day in one.items()} for one in value]
