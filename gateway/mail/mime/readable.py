"""The readable text of a message, chosen out of its MIME tree; what is not text is a file."""

import re
from dataclasses import dataclass, field, replace

from gateway.mail.html.rendering import html_to_text
from gateway.mail.limits import Defects, Limits
from gateway.mail.message import Part
from gateway.mail.mime.structure import Entity
from gateway.mail.mime.transfer import FileInText, files_in_text
from gateway.mail.text.charset import decode
from gateway.mail.text.flowed import unflowed
from gateway.mail.words.device import SENT_FROM
from gateway.mail.words.placeholder import MAX_PLACEHOLDER, PLACEHOLDERS

_META_CHARSET = re.compile(rb"charset\s*+=\s*+[\"']?\s*+([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_PLAIN = frozenset(
    "text/plain text/markdown text/enriched text/richtext text/x-markdown text/unknown text/x-plain".split()
)
_SPLIT_OFF = re.compile(r"ATT\d{5}\.(?:txt|html?)\Z", re.IGNORECASE)  # Exchange makes files of text behind a file
_STAND_IN = re.compile(r"\[(?:image|inline image|cid)\b[^\[\]]{0,200}\]|<?https?://[^\s<>]{1,300}>?")  # of pictures
_TNEF = b"\x78\x9f\x3e\x22"
_MAX_TNEF = 5  # boxes opened of one message
_REPORTS = ("message/", "text/rfc822-headers")
_ENRICHED_TAG = re.compile(r"<(?:<|/?[A-Za-z][A-Za-z-]{0,60}>)")


@dataclass(frozen=True, slots=True)
class Chunk:
    """One readable piece, as plain text, as HTML or as both (alternatives)."""

    plain: str | None
    html: str | None = None


@dataclass(slots=True)
class Gathered:
    """What a part of the tree holds."""

    chunks: list[Chunk] = field(default_factory=list)
    files: list[Part] = field(default_factory=list)
    embedded: list[FileInText] = field(default_factory=list)
    messages: list[Part] = field(default_factory=list)  # attached message/rfc822
    calendars: list[str] = field(default_factory=list)
    spare: list[Chunk] = field(default_factory=list)  # text of TNEF, for a message that has no other

    def extend(self, other: "Gathered", chunks: bool = True) -> None:
        """Take over what another part of the tree holds."""
        if chunks:
            self.chunks.extend(other.chunks)
        self.files.extend(other.files)
        self.embedded.extend(other.embedded)
        self.messages.extend(other.messages)
        self.calendars.extend(other.calendars)
        self.spare.extend(other.spare)


@dataclass(frozen=True, slots=True)
class Readable:
    """The text of a message and what else it holds."""

    text: str
    html: str | None
    gathered: Gathered


def readable(tree: Entity, limits: Limits, defects: Defects) -> Readable:
    """Choose and decode the text; `html` is the HTML body as written, when there is one."""
    gathered = _Gatherer(limits, defects).gather(tree, top=True)
    chunks = gathered.chunks or gathered.spare
    text = "\n\n".join(piece for chunk in chunks if (piece := _as_text(chunk).strip("\n")))
    html = "\n".join(chunk.html for chunk in chunks if chunk.html) or None
    text = _with_invitations(text, gathered.calendars)
    if len(text) > limits.text_chars:
        defects.add(f"text longer than {limits.text_chars} characters, the rest was not read")
        text = text[: limits.text_chars]
    return Readable(text, html, gathered)


def _with_invitations(text: str, calendars: list[str]) -> str:
    """What the invitation says stands above; its long text only where nothing else was written."""
    if not calendars:
        return text
    # few mails are invitations, and the library takes a fifth of a second to load
    from gateway.mail.mime.invitation import invitation_description, invitation_text

    summaries = list(dict.fromkeys(summary for one in calendars[:5] if (summary := invitation_text(one))))
    rest = text if text.strip() else invitation_description(calendars[0])
    return "\n\n".join(piece for piece in (*summaries, rest) if piece.strip())


def _as_text(chunk: Chunk) -> str:
    return chunk.plain if chunk.plain is not None else html_to_text(chunk.html or "")


class _Gatherer:
    """Walks the tree once."""

    def __init__(self, limits: Limits, defects: Defects) -> None:
        self.limits = limits
        self.defects = defects
        self.seen_text = False
        self.tnefs = 0

    def gather(self, entity: Entity, top: bool = False) -> Gathered:
        if not entity.children:
            return self._leaf(entity.part, top)
        if not entity.part.type.startswith("multipart/"):  # signed in one piece
            out = self.gather(entity.children[0], top)
            out.files.append(entity.part)
            return out
        if entity.part.type == "multipart/alternative":
            return self._alternative(entity)
        out = Gathered()
        for child in entity.children:
            out.extend(self.gather(child))
        if len(out.chunks) == 2:
            out.chunks = _said_twice(out.chunks)
        return out

    def _alternative(self, entity: Entity) -> Gathered:
        """The plain text where it is worth reading, with the HTML beside it for its marks."""
        before = self.seen_text
        out = Gathered()
        chosen: list[list[Chunk]] = []
        for child in entity.children:
            self.seen_text = before
            found = self.gather(child)
            out.extend(found, chunks=False)
            if found.chunks:
                chosen.append(found.chunks)
        self.seen_text = before or bool(chosen)
        out.chunks = _best(chosen)
        return out

    def _leaf(self, part: Part, top: bool) -> Gathered:
        if part.type == "text/calendar":
            return self._calendar(part)
        if part.type in _PLAIN or part.type == "text/html":
            if not self._is_file(part, top):
                self.seen_text = True
                return self._text(part)
        elif part.container == "multipart/report" and part.type.startswith(_REPORTS):
            return Gathered()
        elif part.type in ("message/rfc822", "message/global"):
            return Gathered(messages=[part], files=[part])
        elif part.content.startswith(_TNEF) and self.tnefs < _MAX_TNEF:
            return self._tnef(part)
        elif _is_noise(part):
            return Gathered()
        return Gathered(files=[part])

    def _tnef(self, part: Part) -> Gathered:
        """Outlook's box opened; it stays closed when nothing can be read in it."""
        from gateway.mail.mime.tnef import open_tnef

        self.tnefs += 1
        found = open_tnef(part.content)
        if found is None or not (found.files or found.text or found.html):
            return Gathered(files=[part])
        self.defects.add("winmail.dat was opened")
        files = [
            replace(part, type=one.type or "application/octet-stream", name=one.name or None, content=one.content,
                    content_id=one.content_id, disposition="attachment", parameters=())
            for one in found.files
        ]  # fmt: skip
        spare = [Chunk(found.text, found.html)] if found.text or found.html else []
        return Gathered(files=files, spare=spare)

    def _is_file(self, part: Part, top: bool) -> bool:
        if part.name and _SPLIT_OFF.match(part.name):
            return False
        if part.disposition == "attachment":
            return part.name is not None or not top
        return part.name is not None and self.seen_text

    def _text(self, part: Part) -> Gathered:
        data, files = files_in_text(part.content, self.limits, self.defects)
        charset = part.parameter("charset") or None
        if charset is None and part.type == "text/html" and (meta := _META_CHARSET.search(data, 0, 2_048)):
            charset = meta[1].decode("ascii")
        text, odd = decode(data, charset, self.defects.may_guess, self.defects.charset_elsewhere)
        if odd:
            self.defects.add(odd)
        is_html = part.type == "text/html" or _is_html(text)
        whole = self._too_long(part, text, is_html)
        if whole:
            text = text[: self.limits.html_chars if is_html else self.limits.text_chars]
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        if not is_html:
            text = _unwrapped(part, text)
        chunk = Chunk(None, text) if is_html else Chunk(text)
        return Gathered(chunks=[chunk] if text.strip() else [], embedded=files, files=whole)

    def _too_long(self, part: Part, text: str, is_html: bool) -> list[Part]:
        """The part as a file, when it holds more text than is read."""
        most = self.limits.html_chars if is_html else self.limits.text_chars
        if len(text) <= most:
            return []
        kind, name = ("HTML", "message.html") if is_html else ("text", "message.txt")
        self.defects.add(f"{kind} longer than {most} characters, the rest is in the attached file")
        return [replace(part, name=part.name or name)]

    def _calendar(self, part: Part) -> Gathered:
        text, odd = decode(part.content, part.parameter("charset") or None, self.defects.may_guess)
        if odd:
            self.defects.add(odd)
        return Gathered(files=[part], calendars=[text])


def _unwrapped(part: Part, text: str) -> str:
    """Plain text without the marks of its sub-format (RFC 3676, RFC 1896)."""
    if part.type in ("text/enriched", "text/richtext"):
        return _ENRICHED_TAG.sub(lambda tag: "<" if tag[0] == "<<" else "", text)
    if part.parameter("format").lower() == "flowed":
        return unflowed(text, part.parameter("delsp").lower() == "yes")
    return text


def _is_noise(part: Part) -> bool:
    """Resource forks, AMP copies and reports for machines tell a reader nothing."""
    return part.type in ("text/x-amp-html", "message/delivery-status", "message/feedback-report") or (
        part.container == "multipart/appledouble" and part.type == "application/applefile"
    )


def _is_html(text: str) -> bool:
    """HTML that was sent as plain text."""
    start = text[:200].lstrip().lower()
    return start.startswith(("<!doctype html", "<html")) and "</" in text


def _best(alternatives: list[list[Chunk]]) -> list[Chunk]:
    """Plain text if it holds more than a remark that there is HTML; the richest HTML goes with it."""
    if not alternatives:
        return []
    html = next((chunks for chunks in reversed(alternatives) if any(c.html for c in chunks)), None)
    plain = next((chunks for chunks in alternatives if all(c.plain is not None for c in chunks)), None)
    if plain is None:
        return html or alternatives[-1]
    if html is None or html is plain:
        return plain
    source = "\n".join(chunk.html for chunk in html if chunk.html)
    words = "\n\n".join(chunk.plain or "" for chunk in plain)
    if _says_nothing(words) and (rendered := html_to_text(source[:100_000])).strip():
        return [Chunk(rendered, source)]
    if len(words) < 300 and len(source) > 2_000:
        rendered = html_to_text(source[:100_000])
        if len(rendered) > 3 * len(words) + 200:
            return [Chunk(rendered, source)]
    return [Chunk(words, source)]


def _says_nothing(words: str) -> bool:
    """Is a plain text only a remark that there is HTML, or the note of a phone?"""
    if len(words) > 4 * MAX_PLACEHOLDER:
        return False
    text = " ".join(words.split()).lower()
    if len(text) > MAX_PLACEHOLDER:
        return False
    if any(map(text.__contains__, PLACEHOLDERS)) or not any(map(str.isalnum, _STAND_IN.sub("", text))):
        return True
    return words.strip().count("\n") == 0 and text.startswith(SENT_FROM)


def _said_twice(chunks: list[Chunk]) -> list[Chunk]:
    """Plain text and HTML of the same words, sent beside each other instead of as alternatives."""
    first, second = chunks
    if first.plain is None or first.html is not None or second.plain is not None or not second.html:
        return chunks
    if len(first.plain) > 50_000 or len(second.html) > 500_000:
        return chunks
    words = first.plain.split()
    return [Chunk(first.plain, second.html)] if words and words == html_to_text(second.html).split() else chunks
