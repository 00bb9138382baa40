"""Bytes to a `Message`. Never raises, whatever the bytes are."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from gateway.mail.header.addresses import judge_from, mailboxes
from gateway.mail.header.dates import read_date
from gateway.mail.header.fields import HeaderBlock, decode_words, read_header
from gateway.mail.header.thread import message_ids
from gateway.mail.html.decoration import mark_decoration
from gateway.mail.limits import Defects, Limits
from gateway.mail.message import Attachment, Body, Forwarded, Mailbox, Message, Part
from gateway.mail.mime.attachments import make_attachment, unique_names
from gateway.mail.mime.badges import badges, without_armor
from gateway.mail.mime.readable import Gathered, readable
from gateway.mail.mime.structure import leaves, read_tree
from gateway.mail.reply.body import split_body

_SINGLE = ("From", "Sender", "Reply-To", "To", "Cc", "Subject", "Date", "Message-ID", "In-Reply-To", "References")
_BLANKS = b" \t\r\n"
_ABOVE_HEADER = re.compile(rb"((?:\xef\xbb\xbf)?(?>(?:[ \t]{0,80}\r?\n){0,100}))(?=>?From |[!-9;-~]{1,76}:)")
_DEFAULTS = Limits()


def parse(content: bytes, limits: Limits = _DEFAULTS) -> Message:
    """Read one message.

    Any bytes give a message: what could not be understood is named in `defects`, and what goes beyond `limits`
    was not read. All text in the result is free of NUL and lone surrogates.
    """
    defects = Defects()
    if b"\n" not in content[:100_000] and b"\r" in content[:100_000]:
        content = content.replace(b"\r", b"\n")
        defects.add("lines end with a bare carriage return")
    content = _from_first_field(content, defects)
    defects.of_message(content)
    header = read_header(content, 0, len(content), limits, defects)
    headers = header.decoded
    _note_header(header, defects)
    tree = read_tree(content, header, limits, defects)
    found = readable(tree, limits, defects)
    parts = tuple(leaves(tree))
    for badge in badges(headers, parts, found.text):
        defects.add(badge)
    forwarded = _forwarded(found.gathered, limits)
    text = without_armor(found.text) or _passed_on(forwarded)
    body = split_body(text, found.html, headers.get("Subject"), forwarded)
    files = mark_decoration(_files(found.gathered, found.html), found.html, body)
    return _message(header, (parts, body, found.html), files, limits, defects)


def author_of(content: bytes, limits: Limits = _DEFAULTS) -> str | None:
    """`Message.author` alone, by reading no more than the header."""
    defects = Defects()
    start = _from_first_field(content, defects)
    return judge_from(read_header(start, 0, len(start), limits, defects).all("from"))


def _from_first_field(content: bytes, defects: Defects) -> bytes:
    """The message without empty lines, or a byte-order mark, above the first field of its header."""
    found = _ABOVE_HEADER.match(content)
    if found is None or not found[1]:
        return content
    defects.add("empty lines above the header")
    return content[found.end(1) :]


def _message(
    header: HeaderBlock,
    content: tuple[tuple[Part, ...], Body, str | None],
    files: tuple[Attachment, ...],
    limits: Limits,
    defects: Defects,
) -> Message:
    parts, body, html = content
    fields = _Fields(header, limits, defects)
    from_values = header.all("from")
    ids = fields.ids("Message-ID")
    subject = header.decoded.get("Subject")
    date = _date(header.get("date"), defects)
    return Message(
        headers=header.decoded,
        message_id=ids[0] if ids else None,
        in_reply_to=fields.ids("In-Reply-To"),
        references=fields.ids("References"),
        date=date,
        from_=fields.mailboxes("From"),
        from_fields=len(from_values),
        sender=next(iter(fields.mailboxes("Sender")), None),
        to=fields.mailboxes("To"),
        cc=fields.mailboxes("Cc"),
        reply_to=fields.mailboxes("Reply-To"),
        subject=subject,
        parts=parts,
        body=body,
        html=html,
        attachments=files,
        text_sha256=_digest((subject, str(date), *from_values), body.text, files),
        author=judge_from(from_values),
        defects=defects.all(),
    )


@dataclass(frozen=True, slots=True)
class _Fields:
    """Structured fields of one header, each within its limit."""

    header: HeaderBlock
    limits: Limits
    defects: Defects

    def mailboxes(self, name: str) -> tuple[Mailbox, ...]:
        """Every mailbox of a field, however often the field is there."""
        values = self.header.all(name.lower())
        if not values:
            return ()
        found = mailboxes(values, self.limits.addresses + 1)
        if len(found) > self.limits.addresses:
            self.defects.add(f"more than {self.limits.addresses} addresses in {name}, the rest were not read")
        return found[: self.limits.addresses]

    def ids(self, name: str) -> tuple[str, ...]:
        """Every message-id of a field; of too many the first and the latest."""
        value = " ".join(self.header.decoded.all(name))
        if not value:
            return ()
        found = message_ids(value, self.limits.references)
        if (
            len(found) == self.limits.references
            and value.count("@") > len(found)
            and len(message_ids(value, 10_000)) > len(found)
        ):
            self.defects.add(f"more than {len(found)} message-ids in {name}, the middle was left out")
        return found


def _note_header(header: HeaderBlock, defects: Defects) -> None:
    if not header.raw:
        defects.add("no header")
        return
    repeated = [name for name, values in header.raw.items() if len(values) > 1]
    for name in _SINGLE if repeated else ():
        if name.lower() in repeated:
            defects.add(f"several {name} fields")
    if "from" not in header.raw:
        defects.add("no From field")


def _date(value: str, defects: Defects) -> datetime | None:
    if not value:
        return None
    try:
        return read_date(value)
    except ValueError:
        defects.add("unusable Date")
        return None


def _digest(head: tuple[str, ...], text: str, files: tuple[Attachment, ...]) -> str:
    """SHA-256 over what the sender wrote: the same for every delivery of one mail, whatever the way added.

    Blanks and line ends of the text do not count: some relays change them.
    """
    pieces = "\0".join((*head, *(file.sha256 for file in files), "")).encode("utf-8", "replace")
    return hashlib.sha256(pieces + text.encode("utf-8", "replace").translate(None, _BLANKS)).hexdigest()


def _files(gathered: Gathered, html: str | None) -> tuple[Attachment, ...]:
    files: list[Attachment] = []
    for part in gathered.files:
        name = part.name
        if part.type in ("message/rfc822", "message/global") and not name:
            name = f"{_subject_of(part) or 'message'}.eml"
        inline = _stands_in_text(part, html)
        files.append(make_attachment(part.content, part.type, name, len(files) + 1, (inline, part.content_id)))
    for file in gathered.embedded:
        name = decode_words(file.name.decode("utf-8", "replace"))
        files.append(make_attachment(file.content, "application/octet-stream", name, len(files) + 1, (False, None)))
    return unique_names(files)


def _stands_in_text(part: Part, html: str | None) -> bool:
    """Is this part shown within the text (RFC 2392), not beside it?"""
    if part.content_id and html and f"cid:{part.content_id}" in html:
        return True
    return part.type.startswith("image/") and (
        part.disposition == "inline" or (part.container == "multipart/related" and part.content_id is not None)
    )


def _subject_of(part: Part) -> str:
    header = read_header(part.content, 0, min(len(part.content), 100_000), _DEFAULTS, Defects())
    return decode_words(header.get("subject"))[:100]


def _passed_on(forwarded: Forwarded | None) -> str:
    """What there is to read of a mail that says nothing but carries another one."""
    if forwarded is None or not forwarded.body.strip():
        return ""
    author = f"{forwarded.from_name or ''} <{forwarded.from_email or ''}>".strip()
    fields = (("From", author), ("Date", forwarded.date), ("Subject", forwarded.subject), ("To", forwarded.to))
    lines = [f"{name}: {value}" for name, value in fields if value and value != "<>"]
    return "\n".join(("---------- Forwarded message ---------", *lines, "", forwarded.body))


def _forwarded(gathered: Gathered, limits: Limits) -> Forwarded | None:
    """The first attached message, read one level deep."""
    if not gathered.messages:
        return None
    content = gathered.messages[0].content
    ignored = Defects()
    header = read_header(content, 0, len(content), limits, ignored)
    inner = readable(read_tree(content, header, limits, ignored), limits, ignored)
    author = next(iter(mailboxes(header.all("from"), 1)), None)
    return Forwarded(
        from_name=(author.name or None) if author else None,
        from_email=(author.address or None) if author else None,
        date=header.get("date") or None,
        subject=decode_words(header.get("subject")) or None,
        to=decode_words(", ".join(header.all("to"))) or None,
        body=inner.text,
        message="",
    )
