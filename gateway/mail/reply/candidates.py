"""What single lines of a text look like before they are read: which can mean something, which somebody wrote."""

from bisect import insort
from typing import Final

from gateway.mail.reply.attribution import COLONS
from gateway.mail.reply.forward_marks import FRAMES
from gateway.mail.reply.lines import is_rule

_ENDS: Final = COLONS + "*_"


def candidates(lines: list[str], marked: int | None) -> list[int]:
    """The lines that can mean something to the scan; most of a text is prose and none of them.

    `marked`: the line at which the HTML announces a quote; it always is one.
    """
    found = [
        index
        for index, line in enumerate(lines)
        if line
        and (":" in line or line[0] in FRAMES or "@" in line or ">" in line or line[-1] in _ENDS or "：" in line)
    ]
    if marked is not None and marked not in found:
        insort(found, marked)
    return found


def own_from(lines: list[str], index: int) -> int:
    """The first line from `index` on that the writer may have written."""
    for at in range(index, len(lines)):
        line = lines[at]
        if line and line[0] != ">" and not is_rule(line):
            return at
    return len(lines)


def bears_name(lines: list[str], index: int) -> bool:
    """Is a line "AB> text", and does one of the next or the last two bear the same name?"""
    line = lines[index]
    name = line[: line.find(">", 1, 6) + 1]
    if not name[:-1].isalpha() or not name[0].isupper():
        return False
    near = [at for at in (index - 2, index - 1, index + 1, index + 2) if 0 <= at < len(lines)]
    return any(lines[at].startswith(name) for at in near)
