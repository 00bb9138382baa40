"""From planned headers and text to the bytes of a message (RFC 5322, MIME). Own code, because it must not be fooled.

Nothing in a value can make a line of its own: controls are taken out, folding is ours, and the finished bytes are read
again and compared with the plan. The same plan gives the same bytes, so that a mail sent twice is one mail.
"""

import binascii
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email.parser import BytesParser
from email.policy import compat32
from email.utils import format_datetime
from functools import lru_cache
from hashlib import sha256
from typing import Final, Literal

import idna

from gateway.errors import GatewayError
from gateway.mail.composing import folding
from gateway.mail.composing.files import SentPart, file_part, multipart
from gateway.mail.header.addresses import mailboxes
from gateway.mail.header.fields import decode_words, one_line
from gateway.mail.header.reply_prefix import strip_reply_prefixes
from gateway.mail.header.thread import message_ids

MAX_VALUE_CHARS: Final = 2000  # of unstructured text in one field; the rest is cut
MAX_NAME_CHARS: Final = 200  # of a display name
MAX_ID_CHARS: Final = 900  # a longer message-id could not be written in one line
MAX_ADDRESSES: Final = 1000  # in one field
MAX_BODY_LINE: Final = 990

Kind = Literal["text", "addresses", "ids"]
_KINDS: Final[Mapping[str, Kind]] = {
    **dict.fromkeys(("from", "sender", "to", "cc", "reply-to"), "addresses"),
    **dict.fromkeys(("message-id", "in-reply-to", "references"), "ids"),
}
_OURS: Final = frozenset({"date", "mime-version", "content-type", "content-transfer-encoding", "bcc", "resent-bcc"})
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,59}")  # narrower than RFC 5322: names come from our code
_LINE_ENDS: Final = re.compile("\r\n?|[\u0085\u2028\u2029]")
_BODY_CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_UNSENDABLE: Final = re.compile(rb"\r(?!\n)|(?<!\r)\n|\x00")
_TOO_LONG: Final = re.compile(rb"\n[^\n]{%d,}" % (folding.MAX_LINE + 2))  # with CR; a list of all lines would be large
# A byte order mark shows nothing and is taken for a mark of the charset where it stands first; the others embed text
# in another direction (Unicode Standard Annex 9, section 2).
_UNSEEN: Final = re.compile("[\ufeff\u202a-\u202e\u2066-\u2069]")
_SPECIAL_IN_ADDRESS: Final = re.compile(r'[\s<>,;:()\\"\[\]]')


class ComposeError(GatewayError):
    """A mail that must not leave: its plan is impossible, or its bytes say something else than the plan."""


@dataclass(frozen=True, slots=True)
class _Field:
    """One field as planned: `text` for kind "text", else the pairs of name and address, or the ids."""

    name: str
    kind: Kind
    text: str = ""
    mailboxes: tuple[tuple[str, str], ...] = ()
    ids: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        return not (self.text or self.mailboxes or self.ids)


def compose(
    headers: Mapping[str, str], text: str, html: str | None, date: datetime, files: Sequence[SentPart] = ()
) -> bytes:
    """The message with CRLF line ends, 7-bit apart from addresses that need SMTPUTF8.

    `headers` hold readable text in the order in which they are to be written, From and Message-ID among them; fields
    whose value is empty are left out; Date, MIME-Version and Content-* are added here. `date` must be aware. With
    `html` the message is multipart/alternative; a file with a Content-ID stands beside the HTML (RFC 2387), the
    others behind the text. Raises ComposeError.
    """
    plan = [field for name, value in headers.items() if not (field := _plan(name, value)).empty]
    boundary_seed = _check(plan, date)
    head = "".join(folding.fold(field.name, _tokens(field)) for field in plan)
    head += f"Date: {format_datetime(date)}\r\nMIME-Version: 1.0\r\n"
    content = head.encode() + _content(text, html, files, boundary_seed)
    _verify(content, plan)
    return content


def clean_header(value: str) -> str:
    """The value on one line: without C0, C1, U+2028, U+2029, lone surrogates; every blank single.

    Without what turns the direction of text around, too: behind it people would read another name or another ending.
    """
    line = one_line(value)
    return " ".join(filter(None, (line if line.isascii() else _UNSEEN.sub("", line)).split(" ")))


def clean_subject(subject: str) -> str:
    """A subject without piled-up reply marks and without ticket tags of ours, to build `[T-001001] subject` from."""
    return strip_reply_prefixes(clean_header(subject))


@lru_cache(maxsize=1024)  # we write to the same people from the same address again and again
def mailbox(name: str, address: str) -> str:
    """`Name <address>` as a readable header value, quoted where it must be. Raises ComposeError for no address."""
    name = clean_header(name)[:MAX_NAME_CHARS].strip()
    found = mailboxes([f"<{address}>"])
    if len(found) != 1 or found[0].address.lower() != address.lower():
        raise ComposeError(f"{clean_header(address)[:100]!r} is not an address that can be written to")
    if not name:
        return address if _SPECIAL_IN_ADDRESS.search(address) is None else f"<{address}>"
    return f"{name if folding.is_atoms(name) else folding.quoted(name)} <{address}>"


def ascii_domain(address: str) -> str:
    """The address with its domain in A-labels (RFC 5890); the local part as it is. Raises ComposeError."""
    local, _, domain = address.rpartition("@")
    if domain.isascii():
        return address
    try:
        return f"{local}@{idna.encode(domain[:255], uts46=True).decode()}"
    except (idna.IDNAError, UnicodeError) as error:
        raise ComposeError(f"{clean_header(domain)[:100]!r} is not a domain") from error


def _plan(name: str, value: str) -> _Field:
    lower = name.lower()
    if not _NAME.fullmatch(name) or lower in _OURS:
        raise ComposeError(f"a field {clean_header(name)[:60]!r} cannot be given")
    kind = _KINDS.get(lower, "text")
    if kind == "text":
        return _Field(name, kind, text=clean_header(value[:MAX_VALUE_CHARS]))
    if kind == "ids":
        found = message_ids(value[: MAX_ID_CHARS * 100])
        return _Field(name, kind, ids=tuple(one for one in found if _writable(one)))
    return _Field(name, kind, mailboxes=_planned_mailboxes(name, value))


def _writable(message_id: str) -> bool:
    return len(message_id) <= MAX_ID_CHARS and message_id.isascii() and message_id.isprintable()


def _planned_mailboxes(name: str, value: str) -> tuple[tuple[str, str], ...]:
    found = mailboxes([one_line(value)], MAX_ADDRESSES)
    if any(not one.address for one in found):
        raise ComposeError(f"{name} holds a name without an address")
    return tuple((clean_header(one.name)[:MAX_NAME_CHARS].strip(), ascii_domain(one.address)) for one in found)


def _check(plan: list[_Field], date: datetime) -> str:
    """What makes the boundary: the Message-ID. Raises ComposeError where the plan is no message."""
    names = [field.name.lower() for field in plan]
    if len(set(names)) != len(names):
        raise ComposeError("a field is given twice")
    if "from" not in names or "message-id" not in names:
        raise ComposeError("a mail needs From and Message-ID")
    if date.tzinfo is None:
        raise ComposeError("a mail needs a date with a zone")
    return " ".join(plan[names.index("message-id")].ids)


def _tokens(field: _Field) -> list[str]:
    if field.kind == "text":
        return folding.text_tokens(field.text)
    if field.kind == "ids":
        return list(field.ids)
    tokens: list[str] = []
    for number, (name, address) in enumerate(field.mailboxes, 1):
        bare = not name and _SPECIAL_IN_ADDRESS.search(address) is None
        comma = "," if number < len(field.mailboxes) else ""
        tokens += [*folding.phrase_tokens(name), (address if bare else f"<{address}>") + comma]
    return tokens


def _content(text: str, html: str | None, files: Sequence[SentPart], seed: str) -> bytes:
    in_place = [one for one in files if one.content_id is not None and html is not None]
    beside = [one for one in files if one.content_id is None or html is None]
    words = _words(text, html, [file_part(one) for one in in_place], seed)
    if not beside:
        return words
    parts = [words, *(file_part(replace(one, content_id=None)) for one in beside)]
    return multipart("mixed", _boundary(f"mixed {seed}", [words]), parts)


def _words(text: str, html: str | None, pictures: list[bytes], seed: str) -> bytes:
    plain = _part("plain", text)
    if html is None:
        return plain
    rich = _part("html", html)
    if pictures:
        rich = multipart("related", _boundary(f"related {seed}", [rich]), [rich, *pictures], '; type="text/html"')
    return multipart("alternative", _boundary(seed, [plain, rich]), [plain, rich])


def _boundary(seed: str, parts: Sequence[bytes]) -> str:
    """The same for the same mail, and in none of its parts."""
    boundary = "=_" + sha256(seed.encode()).hexdigest()[:32]
    while any(boundary.encode() in part for part in parts):
        boundary = "=_" + sha256(boundary.encode()).hexdigest()[:32]
    return boundary


def _part(subtype: str, text: str) -> bytes:
    """A text part with its own header: 7bit where it may be, else quoted-printable."""
    lines = _BODY_CONTROLS.sub("", _LINE_ENDS.sub("\n", text)).rstrip("\n")
    data = lines.encode("utf-8", "replace") + b"\n"
    encoding = "7bit"
    if not data.isascii() or not _fits_7bit(data):
        encoding = "quoted-printable"
        data = binascii.b2a_qp(data, istext=True)
        # mbox writers put ">" before such a line, which would break a signature; a soft line break hides it
        data = (b"\n" + data).replace(b"\nFrom ", b"\nFrom=\n ")[1:]
    head = f"Content-Type: text/{subtype}; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    return head.encode() + data.replace(b"\n", b"\r\n")


def _fits_7bit(data: bytes) -> bool:
    return all(len(line) <= MAX_BODY_LINE and not line.startswith(b"From ") for line in data.split(b"\n"))


def _verify(content: bytes, plan: list[_Field]) -> None:
    """Read the bytes with another reader and compare (CVE-2024-6923: a value must not become a field)."""
    if _UNSENDABLE.search(content) or content.find(b"\n") > folding.MAX_LINE + 1 or _TOO_LONG.search(content):
        raise ComposeError("the message holds a line that cannot be sent")
    head = content[: content.index(b"\r\n\r\n") + 4]
    found = list(BytesParser(policy=compat32).parsebytes(head, headersonly=True).raw_items())
    names = [name for name, _ in found]
    expected = [field.name for field in plan] + ["Date", "MIME-Version", "Content-Type"]
    if names not in (expected, [*expected, "Content-Transfer-Encoding"]):
        raise ComposeError("the written fields are not the planned ones")
    for field, (_, raw) in zip(plan, found, strict=False):
        if not _says(field, raw.encode("ascii", "surrogateescape").decode().replace("\r\n", "")):
            raise ComposeError(f"{field.name} as written does not say what was planned")


def _says(field: _Field, value: str) -> bool:
    if field.kind == "text":
        return decode_words(value) == field.text
    if field.kind == "ids":
        return tuple(value.split(" ")) == field.ids
    written = tuple(one.address for one in mailboxes([value], MAX_ADDRESSES))
    return written == tuple(address for _, address in field.mailboxes)
