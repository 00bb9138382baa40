"""Message-ids, the thread that ties mails together (RFC 5322 section 3.6.4)."""

import re

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
