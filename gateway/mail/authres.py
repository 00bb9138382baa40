"""Authentication-Results fields (RFC 8601): a tolerant, bounded reader."""

import re
from dataclasses import dataclass

MAX_FIELD = 8192
MAX_RESULTS = 50
_TOKEN = re.compile(r'"(?:[^"\\]|\\.){0,1000}"|\(|\)|;|=|[^\s;=()"]+')


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
    """One field: who says it, and what."""

    authserv_id: str
    results: tuple[MethodResult, ...]

    def of(self, method: str) -> tuple[MethodResult, ...]:
        """All results of a method."""
        return tuple(one for one in self.results if one.method == method)


def read_authentication_results(value: str) -> AuthenticationResults | None:
    """A field's value; None where it cannot be read or has another version than 1 (RFC 8601 section 2.2)."""
    if len(value) > MAX_FIELD:
        return None
    sections = _sections(value)
    head = [token for token in sections[0] if token != "="]
    if not head or len(head) > 2 or (len(head) == 2 and head[1] != "1"):
        return None
    results = tuple(one for section in sections[1 : MAX_RESULTS + 1] if (one := _result(section)))
    return AuthenticationResults(head[0].strip('"').lower(), results)


def _sections(value: str) -> list[list[str]]:
    """The tokens of the field between semicolons, comments removed (they may be nested)."""
    sections: list[list[str]] = [[]]
    depth = 0
    for match in _TOKEN.finditer(value):
        token = match[0]
        if token in "()":
            depth = depth + 1 if token == "(" else max(0, depth - 1)
        elif depth == 0 and token == ";":
            sections.append([])
        elif depth == 0:
            sections[-1].append(token.strip('"').lower())
    return sections


def _result(tokens: list[str]) -> MethodResult | None:
    pairs = [(tokens[i - 1], tokens[i + 1]) for i, token in enumerate(tokens) if token == "=" and 0 < i < len(tokens) - 1]
    if not pairs:
        return None
    (method, result), properties = pairs[0], pairs[1:]
    return MethodResult(method.partition("/")[0], result, tuple(properties))
