"""The MIME tree (RFC 2045, 2046), found by offsets in one pass from the outside in, bounded in depth and size.

The outer boundary is always looked for first, so an inner part that lacks its closing boundary cannot swallow what
follows it.
"""

import re
from dataclasses import dataclass
from itertools import islice

from gateway.mail.header.fields import HeaderBlock, read_header
from gateway.mail.header.parameters import read_parameters
from gateway.mail.limits import Defects, Limits
from gateway.mail.message import Part
from gateway.mail.mime.cms import signed_content
from gateway.mail.mime.transfer import untransferred

_TYPE = re.compile(r"[\w!#$&^.+-]{1,127}/[\w!#$&^.+-]{1,127}\Z", re.ASCII)
_GUESS = re.compile(rb"^--([^\s][^\r\n]{0,70}?)[ \t]*\r?\n(?=content-|\r?\n)", re.IGNORECASE | re.MULTILINE)
_SMIME = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_SMIME_NAME = ".p7m"
_BEHIND_DELIMITER = (b"\n", b"\r", b" ", b"\t", b"-")
_BOUNDARY = re.compile(rb"boundary[ \t]{0,5}=[ \t]{0,5}\"?([^\"\r\n;]{1,200})", re.IGNORECASE)
MAX_BOUNDARIES = 1_000
_AS_IT_IS = frozenset({"", "7bit", "8bit", "binary"})


Parameters = tuple[tuple[str, str], ...]
Kind = tuple[str, Parameters]  # a Content-Type taken apart


@dataclass(frozen=True, slots=True)
class Entity:
    """A node of the MIME tree: a leaf has no children and its content in `part`.

    A part that is signed in one piece (S/MIME) has both: its own content, and what it signs as its only child.
    """

    part: Part
    children: tuple["Entity", ...] = ()


def read_tree(content: bytes, header: HeaderBlock, limits: Limits, defects: Defects) -> Entity:
    """The MIME tree of a message whose header was read already."""
    return _Tree(content, limits, defects).entity(header, len(content), "", 0)


def leaves(entity: Entity) -> list[Part]:
    """Every leaf in the order of the message."""
    own = [entity.part] if not entity.part.type.startswith("multipart/") or not entity.children else []
    return own + [part for child in entity.children for part in leaves(child)]


class _Tree:
    """Builds the tree of one message."""

    def __init__(self, content: bytes, limits: Limits, defects: Defects) -> None:
        self.content = content
        self.view = memoryview(content)
        self.limits = limits
        self.defects = defects
        self.count = 0
        self._longer: set[bytes] | None = None  # all boundaries that are named, gathered when one is needed

    def entity(self, header: HeaderBlock, end: int, container: str, depth: int) -> Entity:
        """The entity whose header is given and whose body ends at `end`."""
        kind, parameters = self._type(header, container)
        if parameters and not kind.startswith("multipart/") and self._is_hidden_multipart(header.body, parameters):
            self.defects.add(f"a multipart that is called {kind}")
            kind = "multipart/mixed"
        if kind.startswith("multipart/"):
            children = self._children(header.body, end, (kind, parameters), depth)
            if children:
                return Entity(self._part(header, (kind, parameters), b"", container), children)
            kind = "text/plain"
        self.count += 1
        encoding = header.get("content-transfer-encoding")
        body = self.view[header.body : end]
        if kind.startswith("message/") and encoding.strip().lower() in ("quoted-printable", "base64"):
            self.defects.add(f"{kind} with a transfer encoding")
        content = bytes(body) if encoding.lower() in _AS_IT_IS else untransferred(body, encoding, self.defects)
        part = self._part(header, (kind, parameters), content, container)
        by_name = kind == "application/octet-stream" and (part.name or "").lower().endswith(_SMIME_NAME)
        signed = signed_content(content) if (kind in _SMIME or by_name) and depth < self.limits.depth else None
        return Entity(part, (self._signed(signed, depth),) if signed else ())

    def _is_hidden_multipart(self, start: int, parameters: Parameters) -> bool:
        """Does something that is called a leaf begin with its boundary?"""
        boundary = next((value for name, value in parameters if name == "boundary"), "")
        if not boundary:
            return False
        return self.content[start : start + 200].lstrip().startswith(b"--" + boundary.encode("utf-8", "replace"))

    def _signed(self, content: bytes, depth: int) -> Entity:
        """The entity inside a signature that wraps it."""
        inner = _Tree(content, self.limits, self.defects)
        inner.count = self.count
        header = read_header(content, 0, len(content), self.limits, self.defects)
        entity = inner.entity(header, len(content), "", depth + 1)
        self.count = inner.count
        return entity

    def _type(self, header: HeaderBlock, container: str) -> Kind:
        default = "message/rfc822" if container == "multipart/digest" else "text/plain"
        values = header.all("content-type")
        if not values:
            return default, ()
        if len(values) > 1:
            self.defects.add("several Content-Type fields")
        kind, parameters = read_parameters(values[0])
        if not _TYPE.match(kind):
            if kind:
                self.defects.add(f"unusable Content-Type {kind[:60]}")
            known = {"text": "text/plain", "html": "text/html", "multipart": "multipart/mixed"}
            kind = known.get(
                kind.partition("/")[0], default if not self._named(parameters) else "application/octet-stream"
            )
        return kind, parameters

    def _named(self, parameters: Parameters) -> bool:
        return any(name == "name" for name, _ in parameters)

    def _part(self, header: HeaderBlock, kind: Kind, content: bytes, container: str) -> Part:
        disposition, more = read_parameters(header.get("content-disposition"))
        identity = header.get("content-id").strip().strip("<>").strip()
        return Part(
            type=kind[0],
            parameters=kind[1],
            headers=header.decoded,
            content=content,
            name=_first(more, "filename") or _first(kind[1], "name") or None,
            disposition=disposition if disposition in ("", "inline") else "attachment",
            content_id=identity or None,
            container=container,
        )

    def _children(self, start: int, end: int, kind: Kind, depth: int) -> tuple[Entity, ...]:
        if depth >= self.limits.depth:
            self.defects.add(f"multiparts nested deeper than {self.limits.depth}, the inner ones were not opened")
            return ()
        ranges = self._ranges(start, end, [value for name, value in kind[1] if name == "boundary"])
        if not ranges:
            self.defects.add("multipart without parts, read as text")
            return ()
        return self._build(ranges, kind, depth + 1)

    def _build(self, ranges: list[tuple[int, int]], kind: Kind, depth: int) -> tuple[Entity, ...]:
        """The entities in these ranges. A multipart inside that has the boundary of the one around it owns
        whatever follows it."""
        children: list[Entity] = []
        for number, (first, last) in enumerate(ranges, 1):
            if self.count >= self.limits.parts:
                self.defects.add(f"more than {self.limits.parts} parts, the rest were not read")
                break
            header = read_header(self.content, first, last, self.limits, self.defects)
            inner = self._with_the_same_boundary(header, kind)
            if inner and depth < self.limits.depth and (owned := self._build(ranges[number:], inner, depth + 1)):
                self.defects.add("one boundary for an inner and an outer multipart")
                children.append(Entity(self._part(header, inner, b"", kind[0]), owned))
                break
            children.append(self.entity(header, last, kind[0], depth))
        return tuple(children)

    def _with_the_same_boundary(self, header: HeaderBlock, outer: Kind) -> Kind | None:
        if not header.get("content-type").lower().startswith("multipart/"):
            return None
        inner = read_parameters(header.get("content-type"))
        own = {value for name, value in inner[1] if name == "boundary"}
        return inner if own & {value for name, value in outer[1] if name == "boundary"} else None

    def _ranges(self, start: int, end: int, boundaries: list[str]) -> list[tuple[int, int]]:
        for boundary in boundaries:
            if ranges := self._split(start, end, boundary.encode("utf-8", "replace").rstrip()):
                return ranges
        self.defects.add("boundary not found" if any(boundaries) else "multipart without a boundary")
        guess = _GUESS.search(self.content, start, min(end, start + 100_000))
        return self._split(start, end, guess[1]) if guess else []

    def _split(self, start: int, end: int, boundary: bytes) -> list[tuple[int, int]]:
        """Where the parts between the delimiter lines begin and end (RFC 2046 section 5.1.1)."""
        if not boundary:
            return []
        ranges: list[tuple[int, int]] = []
        opened: int | None = None
        closed = False
        position = start
        delimiter = b"\n--" + boundary
        while len(ranges) <= self.limits.parts and (found := self._delimiter(delimiter, position, end, start)):
            line, after, closing = found
            if opened is not None:
                ranges.append((opened, max(opened, self._before_newline(line))))
            if closed and not closing:
                self.defects.add("parts behind the closing boundary")
            closed = closed or closing
            opened = None if closing else after
            position = after
        if opened is not None and len(ranges) <= self.limits.parts:
            ranges.append((opened, end))
        if ranges and not closed and len(ranges) <= self.limits.parts:
            self.defects.add("closing boundary is missing")
        return ranges

    def _delimiter(self, delimiter: bytes, position: int, end: int, start: int) -> tuple[int, int, bool] | None:
        """The next delimiter line: where it begins, where the next line begins, whether it closes."""
        content = self.content
        position = max(position, start)
        while (at := content.find(delimiter, position - 1, end)) >= 0:
            after = position = at + len(delimiter)
            if content[after : after + 1] not in _BEHIND_DELIMITER and after < end:
                continue
            newline = content.find(b"\n", after, min(end, after + 200))
            stop = newline if newline >= 0 else min(end, after + 200)
            rest = content[after:stop].strip()
            if rest and self._is_of_another(content[at + 3 : stop].strip(), delimiter[3:]):
                continue
            if not rest or rest.startswith(b"--"):
                return at + 1, (newline + 1 if newline >= 0 else stop), bool(rest)
        return None

    def _is_of_another(self, line: bytes, boundary: bytes) -> bool:
        """Is a line, without its first dashes, exactly the delimiter, or the end, of a longer boundary?"""
        if self._longer is None:
            self._longer = {found[1].rstrip() for found in islice(_BOUNDARY.finditer(self.content), MAX_BOUNDARIES)}
        return any(one in self._longer and len(one) > len(boundary) for one in (line, line.removesuffix(b"--")))

    def _before_newline(self, at: int) -> int:
        """The line end before a delimiter belongs to the delimiter."""
        if self.content[at - 1 : at] != b"\n":
            return at
        return at - 2 if self.content[at - 2 : at - 1] == b"\r" else at - 1


def _first(parameters: Parameters, name: str) -> str:
    """The first value of a parameter that is not empty."""
    for key, value in parameters:
        if key == name and value:
            return value
    return ""
