"""Authentication-Results fields (RFC 8601): a tolerant, bounded reader.

Tolerant of what servers write (no authserv-id, no blank behind a semicolon, nested comments, quoted values), strict
where an author could smuggle a result in: a quote or a comment without its end voids the whole field.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

MAX_FIELD: Final = 8192  # characters; a longer field is void
MAX_RESULTS: Final = 50
MAX_DEPTH: Final = 20  # of comments within comments

# A quote without its end runs to the end of the field. Every repetition is possessive, so the scan is linear.
_TOKEN: Final = re.compile(r'"(?>(?:[^"\\]++|\\.)*)"?|\\.?|[();=]|[^\s;=()"\\]++|\s++', re.DOTALL)
_PAIR: Final = re.compile(r"\\(.)", re.DOTALL)
_INSTANCE: Final = re.compile(r"\s*+i\s*+=\s*+\d{1,2}\s*+;")


@dataclass(frozen=True, slots=True)
class MethodResult:
    """One method with its result and properties such as `header.from`; all in lower case."""

    method: str
    result: str
    properties: tuple[tuple[str, str], ...]

    def property(self, name: str) -> str:
        """A property's value, empty when it is not there or stands twice with different values."""
        values = {value for key, value in self.properties if key == name}
        return values.pop() if len(values) == 1 else ""


@dataclass(frozen=True, slots=True)
class AuthenticationResults:
    """What one server says: its name without the job behind a slash, and its results.

    A void field has no results: nothing of it may be believed.
    """

    authserv_id: str  # lower case, "" where the field names nobody
    results: tuple[MethodResult, ...]
    void: bool = False

    def of(self, method: str) -> tuple[MethodResult, ...]:
        """All results of a method."""
        return tuple([one for one in self.results if one.method == method])


def read_authentication_results(value: str) -> AuthenticationResults:
    """A field's value, unfolded but not decoded by RFC 2047, which has no place in this field.

    Void: another version than 1 (RFC 8601 section 2.2), a quote or comment without its end, too long.
    """
    sections, broken = _sections(value[:MAX_FIELD])
    first = sections[0]
    if "=" in first[1:2]:  # Exchange names no server: its field begins with the first result
        authserv_id, version, sections = "", "1", [[], *sections]
    else:
        name, version = (first[0] if first else "").removeprefix('"'), " ".join(first[1:]) or "1"
        authserv_id = name.partition("/")[0]
    if broken or len(value) > MAX_FIELD or len(sections) > MAX_RESULTS + 1 or version != "1":
        return AuthenticationResults(authserv_id, (), void=True)
    return AuthenticationResults(authserv_id, tuple([one for section in sections[1:] if (one := _result(section))]))


def together(fields: Sequence[AuthenticationResults]) -> AuthenticationResults:
    """Several fields of one server as one; void when one of them is. `fields` is not empty."""
    if any(one.void for one in fields):
        return AuthenticationResults(fields[0].authserv_id, (), void=True)
    return AuthenticationResults(fields[0].authserv_id, tuple([one for field in fields for one in field.results]))


def read_arc_authentication_results(value: str) -> AuthenticationResults:
    """The same without the instance in front (RFC 8617 section 4.1.1); void where there is none."""
    instance = _INSTANCE.match(value)
    if instance is None:
        return AuthenticationResults("", (), void=True)
    return read_authentication_results(value[instance.end() :])


def _sections(value: str) -> tuple[list[list[str]], bool]:
    """The tokens between semicolons without comments, and whether a quote or comment is broken.

    Words without a blank between them are one, and so is what an "@" continues: `"acorn.example"@evil.example` must
    not be read as acorn.example. A quoted word keeps its first quote as a mark, so that it is never taken for "=".
    """
    sections: list[list[str]] = [[]]
    depth, before, broken = 0, " ", False
    for token in _TOKEN.findall(value):
        apart, before = before.isspace(), token
        if token == "(":
            depth += 1
            broken = broken or depth > MAX_DEPTH
        elif token == ")":
            broken = broken or depth == 0
            depth = max(0, depth - 1)
        elif depth or token.isspace():
            continue
        elif token == ";":
            sections.append([])
        else:
            broken = broken or token[0] == "\\" or (token[0] == '"' and not _closed(token))
            _add(sections[-1], _plain(token), not apart or token[0] == "@")
    return sections, broken or depth > 0


def _add(section: list[str], token: str, continues: bool) -> None:
    if continues and section and "=" not in (token, section[-1]):
        section[-1] += token
    else:
        section.append(token)


def _closed(token: str) -> bool:
    """Has a quoted string its closing quote? A quote behind a backslash closes nothing."""
    return len(token) > 1 and _PAIR.sub("", token).endswith('"', 1)


def _plain(token: str) -> str:
    return '"' + _PAIR.sub(r"\1", token[1:-1]).lower() if token.startswith('"') else token.lower()


def _result(tokens: list[str]) -> MethodResult | None:
    """`method=result` and `type.property=value` pairs; a bare word such as "none" is no result.

    Nor is a method in another version than 1 (RFC 8601 section 2.6): nobody knows what it means.
    """
    equals = tokens.index("=") if "=" in tokens else 0
    if not equals or len(tokens) < equals + 2:
        return None
    method, _, version = "".join(tokens[:equals]).partition("/")
    if version not in ("", "1"):
        return None
    rest = tokens[equals + 2 :]
    properties = [(rest[at - 1], rest[at + 1].removeprefix('"')) for at in range(1, len(rest) - 1) if rest[at] == "="]
    return MethodResult(method, tokens[equals + 1].removeprefix('"'), tuple(properties))
