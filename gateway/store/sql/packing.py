"""Column types that take less room: packed with zlib where that helps, read back as they were.

What was written before there was packing is read as it stands; no migration touches the mails.
"""

import json
import zlib
from collections.abc import Callable
from typing import Any

from sqlalchemy import JSON, LargeBinary, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from gateway.store.sql.dictionary import FIRST
from gateway.store.sql.types import clean

MARK = b"\x00z2"  # no mail begins so: what came with it is packed, too, whether that helps or not
WITHOUT_DICTIONARY = b"\x00z1"  # how values were packed first
MARKS = (MARK, WITHOUT_DICTIONARY)
LEVEL = 6
LEAST_BYTES = 60  # below, packing saves nothing
_RAW = -zlib.MAX_WBITS  # no header, no checksum: the mark tells what it is, the database that it is whole
# Copied for each value; most are small: a packer that looks back 8 kB is copied in a fifth of the time, and one that
# looks less long for a better match writes 1 % more in three quarters of it.
_PACKER = zlib.compressobj(LEVEL, zlib.DEFLATED, _RAW, zdict=FIRST)
_SMALL_PACKER = zlib.compressobj(4, zlib.DEFLATED, -13, 5, zdict=FIRST)
_SMALL = 16_000  # bytes


def pack(content: bytes) -> bytes:
    """The bytes, shorter where zlib can make them so."""
    if len(content) < LEAST_BYTES and not content.startswith(MARKS):
        return content
    packer = (_SMALL_PACKER if len(content) < _SMALL else _PACKER).copy()
    packed = MARK + packer.compress(content) + packer.flush()
    return packed if len(packed) < len(content) or content.startswith(MARKS) else content


def unpack(stored: bytes) -> bytes:
    """What `pack` was given; also bytes that were never packed."""
    if stored.startswith(MARK):
        return zlib.decompressobj(_RAW, zdict=FIRST).decompress(memoryview(stored)[len(MARK) :])
    return zlib.decompress(stored[len(WITHOUT_DICTIONARY) :]) if stored.startswith(WITHOUT_DICTIONARY) else stored


class PackedBytes(TypeDecorator[bytes]):
    """Bytes of any length."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """As they are stored."""
        return None if value is None else pack(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """As they were given."""
        return None if value is None else unpack(bytes(value))


class PackedText(TypeDecorator[str]):
    """Text of any length that no statement searches. PostgreSQL packs long texts itself, SQLite takes bytes."""

    impl = Text
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[str | None], Any] | None:
        """In one step."""
        return _stored if dialect.name == "sqlite" else _cleaned

    def result_processor(self, dialect: Dialect, coltype: Any) -> Callable[[Any], str | None] | None:
        """In one step."""
        return _text


class PackedDocument(TypeDecorator[Any]):
    """A structured value that no statement looks into."""

    impl = JSON
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        """For SQLite packed."""
        return _stored_document if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: Any) -> Callable[[Any], Any] | None:
        """For SQLite unpacked."""
        return _document if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _cleaned(value: str | None) -> str | None:
    return None if value is None else clean(value)


def _stored(value: str | None) -> str | bytes | None:
    if value is None:
        return None
    text = clean(value)
    content = text.encode()
    packed = pack(content)
    return packed if packed is not content else text


def _text(value: str | bytes | None) -> str | None:
    return unpack(value).decode() if isinstance(value, bytes) else value


def _stored_document(value: Any) -> str | bytes | None:
    return None if value is None else _stored(json.dumps(value))


def _document(value: str | bytes | None) -> Any:
    text = _text(value)
    return None if text is None else json.loads(text)
