"""Files that people write: TOML text with its lines, tables checked by pydantic, and one style of error.

Every error says where (file, line, key), what is wrong, what is known there, and the next step.
"""

from gateway.toml.checking import check, did_you_mean, meant, next_step, placed
from gateway.toml.lines import Place
from gateway.toml.source import Source, key_of, place_of, read_source, read_toml, with_line
from gateway.toml.table import KeyFault, StrictTable, Table

__all__ = [
    "KeyFault",
    "Place",
    "Source",
    "StrictTable",
    "Table",
    "check",
    "did_you_mean",
    "key_of",
    "meant",
    "next_step",
    "place_of",
    "placed",
    "read_source",
    "read_toml",
    "with_line",
]
