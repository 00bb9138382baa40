"""The content inside an S/MIME message that is signed but not encrypted (RFC 8551 section 3.5.2, RFC 5652)."""

_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_DATA = bytes.fromhex("2a864886f70d010701")
_MAX_PIECES = 100_000


class _Damaged(Exception):
    """The structure is not what it should be."""


def signed_content(data: bytes) -> bytes | None:
    """The signed MIME entity, None when the bytes hold no signed data. The signature is not checked."""
    try:
        outer = _inside(data, 0, len(data), 0x30)
        kind, start, end = _element(data, outer[0], outer[1], 0x06)
        if data[start:end] != _SIGNED_DATA:
            return None
        wrapper = _inside(data, kind, outer[1], 0xA0)
        signed = _inside(data, *wrapper, 0x30)
        position = _element(data, *signed, 0x02)[0]
        position = _element(data, position, signed[1], 0x31)[0]
        content = _inside(data, position, signed[1], 0x30)
        position, start, end = _element(data, *content, 0x06)
        if data[start:end] != _DATA:
            return None
        return _octets(data, *_inside(data, position, content[1], 0xA0))
    except (_Damaged, IndexError):
        return None


def _element(data: bytes, position: int, limit: int, tag: int) -> tuple[int, int, int]:
    """Where the element of this tag ends for what follows, and where its content begins and ends."""
    if position >= limit or data[position] != tag:
        raise _Damaged
    start, length = _length(data, position + 1)
    if length is None:
        raise _Damaged
    if start + length > limit:
        raise _Damaged
    return start + length, start, start + length


def _inside(data: bytes, position: int, limit: int, tag: int) -> tuple[int, int]:
    """Content of a constructed element; of one without a length, everything up to the limit."""
    if position >= limit or data[position] != tag:
        raise _Damaged
    start, length = _length(data, position + 1)
    return start, limit if length is None else min(limit, start + length)


def _length(data: bytes, position: int) -> tuple[int, int | None]:
    first = data[position]
    if first < 0x80:
        return position + 1, first
    if first == 0x80:
        return position + 1, None
    count = first & 0x7F
    if count > 8:
        raise _Damaged
    return position + 1 + count, int.from_bytes(data[position + 1 : position + 1 + count], "big")


def _octets(data: bytes, position: int, limit: int) -> bytes:
    """An octet string, whole or in pieces (BER)."""
    if data[position] == 0x04:
        _, start, end = _element(data, position, limit, 0x04)
        return data[start:end]
    position, limit = _inside(data, position, limit, 0x24)
    pieces: list[bytes] = []
    while position < limit and data[position] == 0x04 and len(pieces) < _MAX_PIECES:
        position, start, end = _element(data, position, limit, 0x04)
        pieces.append(data[start:end])
    return b"".join(pieces)
