"""The values that one read message is made of.

Everything here is immutable and plain; `parse` makes a `Message` out of bytes, `classify` a `Nature`
out of a `Message`. Text is always `str` without NUL and without lone surrogates, so it can be stored anywhere.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Mailbox:
    """One address with its display name (RFC 5322 section 3.4).

    `address` is `local@domain` with the domain in lower case and the local part as written; it is empty
    when the field held a name but no usable address.
    """

    name: str
    address: str


Values = dict[str, tuple[str, ...]]  # every value of each field, top of the message first, by name in lower case


def values_by_name(fields: Iterable[tuple[str, str]]) -> Values:
    """Fields put together by their names, which compare without case."""
    values: Values = {}
    for name, value in fields:
        key = name.lower()
        values[key] = (*values[key], value) if key in values else (value,)
    return values


@dataclass(frozen=True, slots=True)
class Headers:
    """Header fields in the order of the message: names as written, values unfolded and decoded (RFC 2047)."""

    fields: tuple[tuple[str, str], ...] = ()
    by_name: Values = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", values_by_name(self.fields))

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a field, top of the message first; field names compare without case."""
        return self.by_name.get(name.lower(), ())

    def get(self, name: str, default: str = "") -> str:
        """The first value of a field, or the default."""
        values = self.by_name.get(name.lower())
        return values[0] if values else default

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower() in self.by_name

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.fields)


@dataclass(frozen=True, slots=True)
class Part:
    """One leaf of the MIME tree, in the order of the message.

    A `message/rfc822` part is a leaf whose `content` is the inner message; delivery-status and header parts of
    reports are leaves too, so that a bounce can be read from them.
    """

    type: str  # lower case, e.g. "text/plain"
    parameters: tuple[tuple[str, str], ...]  # of Content-Type, names in lower case
    headers: Headers
    content: bytes  # transfer encoding removed
    name: str | None  # file name as declared, decoded, not yet made safe
    disposition: str  # "", "inline" or "attachment"
    content_id: str | None  # without angle brackets
    container: str  # type of the multipart around it, "" at the top

    def parameter(self, name: str, default: str = "") -> str:
        """A parameter of Content-Type."""
        return dict(self.parameters).get(name, default)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message. `name` is safe to show and to write; `type` is told from the content."""

    name: str
    type: str
    size: int  # bytes
    sha256: str
    inline: bool
    content_id: str | None
    content: bytes = field(repr=False)
    decoration: bool = False  # an icon or logo of the signature: kept, but nothing to show as a file


@dataclass(frozen=True, slots=True)
class Forwarded:
    """A message that the sender passed on. Never a proof of who wrote it."""

    from_name: str | None
    from_email: str | None
    date: str | None  # as written
    subject: str | None
    to: str | None
    body: str  # the forwarded text
    message: str  # what the forwarder wrote above it, and below one that is marked with ">"


@dataclass(frozen=True, slots=True)
class Body:
    """The readable text of a message, told apart into what was written now and what stood there before."""

    text: str  # the whole readable text
    reply: str  # never empty when `text` is not
    quoted: str
    signature: str
    forwarded: Forwarded | None = None
    language: str | None = None  # ISO 639-1, None when not certain


@dataclass(frozen=True, slots=True)
class Message:
    """What was written, whatever form the bytes had."""

    headers: Headers
    message_id: str | None  # with angle brackets
    in_reply_to: tuple[str, ...]  # message-ids with angle brackets
    references: tuple[str, ...]
    date: datetime | None  # aware
    from_: tuple[Mailbox, ...]  # of every From field
    from_fields: int  # how many From fields there are
    sender: Mailbox | None
    to: tuple[Mailbox, ...]
    cc: tuple[Mailbox, ...]
    reply_to: tuple[Mailbox, ...]
    subject: str  # one line
    parts: tuple[Part, ...]
    body: Body
    html: str | None  # as written; only ever shown through `gateway.mail.html.rendering.sanitize`
    attachments: tuple[Attachment, ...]
    defects: tuple[str, ...]  # what was odd, in plain words
    text_sha256: str  # of header-independent content: tells whether two mails with one Message-ID say the same
    author: str | None = None  # the one From address that may be judged, None where its form proves nothing

    @property
    def identity(self) -> str:
        """Its Message-ID, or one made of its content where it has none."""
        return self.message_id or f"<{self.text_sha256}@no-message-id>"
