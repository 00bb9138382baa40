"""Lines of readable text as the scanners of quotes, signatures and forwards see them."""

from typing import Final

# Blanks and the invisible characters that clients put around names and at line starts (direction marks, BOM, joiners).
BLANKS: Final = (
    " \t\r\v\f\x1c\x1d\x1e\x1f\x85\xa0\xad\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u202f\u205f\u2060\u2066\u2067\u2068\u2069"
    "\u3000\ufeff"
)
MAX_LOOKS: Final = 1_000  # at lines of one text together with those around them; people write a handful that ask for it
_RULE: Final = " -_=*~#+·•—–─━‐‑―.\t"
_RULE_LEAST: Final = 3


def split_lines(text: str) -> list[str]:
    """The lines of a text; only CR LF, CR and LF end one, so that joining them loses nothing but the kind of break."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.split("\n")


def bare_lines(raw: list[str]) -> list[str]:
    """The lines without blanks and invisible characters around them."""
    return [line.strip(BLANKS) for line in raw]


def is_rule(line: str) -> bool:
    """Is a bare line only a drawn rule, such as "________" or "- - - -"?"""
    return len(line) >= _RULE_LEAST and line[0] in _RULE and line[-1] in _RULE and not line.strip(_RULE)


def unquote(line: str) -> str:
    """A bare line with every level of ">" in front of it removed."""
    return line.lstrip("> ").strip(BLANKS) if line.startswith(">") else line


def next_written(lines: list[str], index: int, end: int | None = None) -> int:
    """The index of the first line from `index` on that is not blank, or the end."""
    stop = len(lines) if end is None else end
    while index < stop and not lines[index]:
        index += 1
    return index


def end_written(lines: list[str], start: int, end: int) -> int:
    """The end of [start, end) without the blank lines at its end."""
    while end > start and not lines[end - 1]:
        end -= 1
    return end


class Looks:
    """How often the scan of one text may still look at a line together with those around it.

    A text of nothing but lines that might begin a quote would else cost a look at each.
    """

    def __init__(self) -> None:
        self._left = MAX_LOOKS

    @property
    def spent(self) -> bool:
        """Is none left?"""
        return self._left <= 0

    def another(self) -> bool:
        """Take one more look, if any is left."""
        self._left -= 1
        return self._left >= 0


def without_marked_lines(text: str) -> str:
    """A text without its lines marked with ">": what is left is a word of command, or it is none."""
    return "\n".join([line for line in text.splitlines() if not line.lstrip().startswith(">")]).strip()
