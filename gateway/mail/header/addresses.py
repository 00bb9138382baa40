"""Address lists as people and programs write them (RFC 5322 section 3.4, RFC 6532), read tolerantly.

`mailboxes` reads everything that can be meant; `judge_from` is the strict counterpart that decides about identity.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from gateway.mail.header.address_reader import PREFIXES, AddressReader, Entry
from gateway.mail.header.fields import decode_words, one_line
from gateway.mail.message import Mailbox

_ATOM = r"[^\s()<>@,;:\\\"\[\]\x00-\x1f\x7f]+"  # RFC 5322 atext, and by RFC 6532 everything above ASCII
_LOCAL = re.compile(rf'(?:{_ATOM}|"(?>(?:[^"\\\x00-\x1f\x7f]++|\\[ -~])*)")\Z')
_LABEL = re.compile(r"[^\W_](?:[\w-]*[^\W_])?\Z")
MAX_MAILBOXES = 1_000
_SHORT = 200  # characters of a field that is worth remembering


def mailboxes(values: Iterable[str], limit: int = MAX_MAILBOXES) -> tuple[Mailbox, ...]:
    """Every mailbox of the given raw field values (unfolded, RFC 2047 words not decoded), groups flattened.

    A name without any usable address is kept with an empty address; "Doe, John <j@x>" is one mailbox.
    """
    found: list[Mailbox] = []
    for value in values:
        if len(found) >= limit:
            break
        found.extend(_of_field(value, limit - len(found)))
    return tuple(found)


def _of_field(value: str, limit: int) -> Sequence[Mailbox]:
    return _tolerant(value, limit) if len(value) > _SHORT else _of_short_field(value)[:limit]


@lru_cache(maxsize=1024)  # To is nearly always an address of ours, and many mails come from few people
def _of_short_field(value: str) -> tuple[Mailbox, ...]:
    return tuple(_tolerant(value, _SHORT))


def _tolerant(value: str, limit: int) -> list[Mailbox]:
    read = _read(value, limit)
    if "=?" in value and not any(one.address for one in read):
        return _read(decode_words(value), limit)  # the whole field in encoded words
    return read


def judge_from(from_values: Sequence[str]) -> str | None:
    """The one address that From names, or None where the form proves nothing.

    None for: no From, several From fields, several mailboxes, a group, a route, a comment inside the address,
    NUL, a trailing dot, an unquoted other address as name, anything that does not parse cleanly. The domain comes
    in lower case, the local part as written.
    """
    if len(from_values) != 1 or "\0" in from_values[0]:
        return None
    reader = AddressReader(from_values[0], 3)
    if reader.odd or len(reader.entries) != 1 or reader.entries[0].odd:
        return None
    entry = reader.entries[0]
    if entry.angle is None:
        spec = "".join(entry.phrase).strip()
        if "" in _trimmed(entry.phrase):
            return None
    else:
        spec = "".join(entry.angle).strip()
        name = "".join(entry.phrase).strip()
        if entry.bare and "@" in name and name != spec:
            return None
    local, at, domain = spec.rpartition("@")
    if "=?" in local:
        return None
    return f"{local}@{domain.lower()}" if at and _LOCAL.match(local) and _clean_domain(domain) else None


def _trimmed(pieces: list[str]) -> list[str]:
    """Phrase pieces without what stands around them; "" marks a comment."""
    start, stop = 0, len(pieces)
    while start < stop and not pieces[start].strip():
        start += 1
    while stop > start and not pieces[stop - 1].strip():
        stop -= 1
    return pieces[start:stop]


@lru_cache(maxsize=1024)  # most mail comes from a few domains
def _clean_domain(domain: str) -> bool:
    return len(domain) <= 255 and all(len(label) <= 63 and _LABEL.match(label) for label in domain.split("."))


def _read(value: str, limit: int) -> list[Mailbox]:
    out: list[Mailbox] = []
    waiting: str | None = None  # an unquoted name before a comma, perhaps "Doe, John <j@x>"
    for entry in AddressReader(value, limit).entries:
        name, address = _name_and_address(entry)
        if waiting is not None:
            if entry.angle is not None and address and name and entry.bare:
                name = f"{waiting}, {name}"
            else:
                out.append(Mailbox(waiting, ""))
        waiting = None
        if address or entry.angle is not None or not entry.bare:
            out.append(Mailbox(name, address))
        else:
            waiting = name
    if waiting:
        out.append(Mailbox(waiting, ""))
    return [one for one in out if one.name or one.address]


def _name_and_address(entry: Entry) -> tuple[str, str]:
    comment = decode_words(" ".join(entry.comments).strip())
    if entry.angle is not None:
        address = _address("".join(entry.angle))
        name = _name(entry.phrase) or comment
        if not address and "@" in name:  # "john@x.example <>"
            return name, _address(name)
        return name, address
    return _without_brackets(entry, comment)


def _without_brackets(entry: Entry, comment: str) -> tuple[str, str]:
    text = "".join(entry.phrase).strip()
    if "@" not in text:
        return _name(entry.phrase) or comment, ""
    if whole := _address(text):
        return comment, whole
    words = text.split()
    place = next((n for n, word in enumerate(words) if "@" in word and _address(word)), None)
    if place is None:
        return _name(entry.phrase) or comment, ""
    return _name([" ".join(words[:place] + words[place + 1 :])]) or comment, _address(words[place])


def _name(pieces: list[str]) -> str:
    words = "".join(_unquoted(piece) for piece in pieces).strip()
    name = " ".join((decode_words(words) if "=?" in words else words).split())
    if len(name) > 1 and name[0] == name[-1] and name[0] in "'\"":
        name = name[1:-1].strip()
    return one_line(name)


def _unquoted(piece: str) -> str:
    if not piece.startswith('"'):
        return piece
    inner = piece[1:-1] if len(piece) > 1 and piece.endswith('"') else piece[1:]
    return re.sub(r"\\(.)", r"\1", inner) if "\\" in inner else inner


def _address(spec: str) -> str:
    """`local@domain` out of an addr-spec with its oddities, "" when there is none."""
    spec = spec.strip()
    if len(spec) > 1 and spec[0] == spec[-1] == "'":
        spec = spec[1:-1].strip()
    if spec.startswith("@"):
        spec = spec.rpartition(":")[2]  # a source route, RFC 5322 section 4.4: only its end is the address
    if spec.startswith("[") and spec.endswith("]"):
        spec = spec[1:-1]
    lower = spec.lower()
    spec = next((spec[len(prefix) :] for prefix in PREFIXES if lower.startswith(prefix)), spec)
    local, at, domain = spec.rpartition("@")
    if not local.startswith('"'):
        local = "".join(local.split()) if _blank_at_dots_only(local) else local
    domain = "".join(domain.split()).rstrip(".").lower()
    if not at or not domain or not _LOCAL.match(local) or len(spec) > 320 or any(c in domain for c in '"<>()\\,;'):
        return ""
    return f"{local}@{domain}"


def _blank_at_dots_only(local: str) -> bool:
    """RFC 5322 section 4.4 allows blanks around the dots of a local part."""
    return all(not word or word.startswith(".") or before.endswith(".")
               for before, word in zip(local.split(), local.split()[1:], strict=False))  # fmt: skip
