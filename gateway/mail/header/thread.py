"""Message-ids, the thread that ties mails together (RFC 5322 section 3.6.4)."""

import re
from collections.abc import Sequence
from typing import Final

MAX_REFERENCES: Final = 20  # ids that we write; RFC 5322 sets no number
MAX_REFERENCES_CHARS: Final = 998  # RFC 5322 section 2.1.1: what a line may have where it is not folded
_BRACKETED = re.compile(r"<([^<>]{1,998})>")


def message_ids(value: str, limit: int = 100) -> tuple[str, ...]:
    """Every message-id of a Message-ID, In-Reply-To or References value, in order, each once, with brackets.

    Blanks inside an id (left by folding) go; a bare `left@right` word counts when nothing stands in brackets.
    Of more than `limit` ids the first and the latest ones stay: the root and the nearest parents.
    """
    found = [f"<{''.join(inner.split())}>" for inner in _BRACKETED.findall(value)]
    if not found:
        words = (word.strip("<>,;\"'") for word in value.split())
        found = [f"<{word}>" for word in words if "@" in word and len(word) <= 998]
    ids = tuple(dict.fromkeys([one for one in found if one != "<>"]))
    return ids if len(ids) <= limit else (ids[0], *ids[len(ids) - limit + 1 :])


def references(ids: Sequence[str]) -> tuple[str, ...]:
    """What a References field says of a thread: its root and as many of the nearest parents as there is room for."""
    root, *rest = [one for one in dict.fromkeys(ids) if one] or [""]
    kept: list[str] = []
    room = MAX_REFERENCES_CHARS - len(root)
    for one in reversed(rest[1 - MAX_REFERENCES :]):
        room -= len(one) + 1
        if room < 0:
            break
        kept.append(one)
    if rest and not kept:
        return (rest[-1],)
    return (root, *reversed(kept)) if root else ()


def shortened(value: str, size: int) -> str:
    """A field of message-ids of `size` characters at most: the root and the nearest parents stay."""
    root = value[: value.find(">") + 1]
    tail = value[len(value) - size + size // 4 :]
    begin = tail.find("<")
    return f"{root if len(root) < size // 4 else ''} {tail[begin:] if begin >= 0 else ''}".strip()
