"""The tokens of an address field (RFC 5322 section 3.2): words, quoted strings, comments, separators. Linear."""

import re

# A quoted string or domain literal may lack its end and then runs to the end of the field. Every repetition is
# possessive or over a class that excludes what follows it, so the scan is linear.
_TOKEN = re.compile(
    r'\s+|=\?[^?\s]{1,60}\?[bBqQ]\?[^?\s<>"]*+\?=|"(?>(?:[^"\\]++|\\.)*)"?|\[[^\]<>,;]*+\]?|[<>@,;:()]|[^\s"\[<>@,;:()]+',
    re.DOTALL,
)
_IN_COMMENT = re.compile(r"\\.?|[()]", re.DOTALL)  # RFC 5322 section 3.2.2: a quotation mark is a character like others
_PAIR = re.compile(r"\\.", re.DOTALL)  # RFC 5322 section 3.2.1: also a backslash before the closing quote
_MARKS = frozenset('"()')


def tokens_of(value: str) -> tuple[list[str], bool]:
    """The tokens, a whole comment being one, and whether other readers may split the value in another way.

    Where brackets do not match they are words, and so are quotation marks blanks.
    """
    if _MARKS.isdisjoint(value):  # as most fields
        return _TOKEN.findall(value), False
    tokens, fault = _scanned(value)
    if fault == '"':
        tokens, fault = _scanned(value.replace('"', " "))
        return (tokens if not fault else _words(value)), True
    if fault:
        return _words(value), True
    return tokens, any(_is_ambiguous(token) for token in tokens if is_comment(token))


def is_comment(token: str) -> bool:
    """Is a token a whole comment?"""
    return len(token) > 1 and token[0] == "("


def _scanned(value: str) -> tuple[list[str], str]:
    """The tokens up to the first bracket or quotation mark that has no counterpart, and which that is."""
    tokens: list[str] = []
    at = 0
    while found := _TOKEN.match(value, at):
        token = found[0]
        end = _end_of_comment(value, at) if token == "(" else found.end()
        if token == ")" or end < 0:
            return tokens, "("
        if token[0] == '"' and not _is_closed(token):
            return tokens, '"'
        tokens.append(value[at:end])
        at = end
    return tokens, ""


def _end_of_comment(value: str, begin: int) -> int:
    """Where the comment ends that begins at `begin`, comments within it included; -1 when it does not end."""
    depth = 0
    for found in _IN_COMMENT.finditer(value, begin):
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        if depth == 0:
            return found.end()
    return -1


def _is_closed(quoted: str) -> bool:
    return len(quoted) > 1 and _PAIR.sub("", quoted).endswith('"', 1)


def _words(value: str) -> list[str]:
    return _TOKEN.findall(value.replace('"', " ") if _PAIR.sub("", value).count('"') % 2 else value)


def _is_ambiguous(comment: str) -> bool:
    """Does it end elsewhere for a reader that knows quoted strings in comments, or no backslashes?"""
    return "\\" in comment or comment.count('"') % 2 == 1 or ('"' in comment and "(" in comment[1:])
