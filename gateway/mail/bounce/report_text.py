"""The running text of a report, parted from the mail that came back below it."""

from typing import Final

from gateway.mail.bounce.phrases import OPENINGS, SEPARATORS
from gateway.mail.bounce.returned import is_field, looks_returned
from gateway.mail.text.phrase_lists import says_any

REPORT_CHARS: Final = 131_072
REPORT_LINES: Final = 2000
LINE_CHARS: Final = 2000
_NO_SEPARATOR: Final = ("address", "recipient", "not ", "n't", "because", "transcript", "attempt")


def split_report(text: str) -> tuple[list[str], str]:
    """The lines of the report itself, and the text that is the returned mail."""
    lines = [line[:LINE_CHARS] for line in text[:REPORT_CHARS].splitlines()[:REPORT_LINES]]
    for index, line in enumerate(lines):
        if _is_separator(line) and _parts_something(lines, index):
            return lines[:index], "\n".join(lines[index + 1 :])
        if looks_returned(lines, index):
            return _without_header(lines, index)
    return lines, ""


def _is_separator(line: str) -> bool:
    bare = line.strip()
    if not bare or len(bare) > 120 or "@" in bare:
        return False
    lowered = bare.lower()
    if not says_any(lowered, SEPARATORS) or says_any(lowered, _NO_SEPARATOR):
        return False
    ends = lowered.rstrip(".").endswith(("follows", "below", "following"))
    return bare[0] in "-=*_|#~" or bare[-1] in ":-" or (len(bare) < 60 and ends)


def _parts_something(lines: list[str], index: int) -> bool:
    """Is a report above the line and, where nobody was named there, a header below it?"""
    if not any(line.strip() for line in lines[:index]):
        return False
    below = [line for line in lines[index + 1 : index + 12] if line.strip()][:6]
    return any("@" in line for line in lines[:index]) or any(is_field(line.strip()) for line in below) or not below


def _without_header(lines: list[str], index: int) -> tuple[list[str], str]:
    """Cut at a returned header; where the report goes on below it, cut out only the header."""
    end = next((n for n in range(index, min(len(lines), index + 200)) if not lines[n].strip()), len(lines))
    below = " ".join(line for line in lines[end : end + 8] if line.strip())[:400].lower()
    header = "\n".join(lines[index:end])
    if OPENINGS.said_in(below) and not lines[index].lower().startswith("content-type"):
        return lines[:index] + lines[end:], header
    return lines[:index], "\n".join(lines[index:])
