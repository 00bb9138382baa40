"""Lines of text while HTML is rendered: how quotes, lists and tables shape what stands in them."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Frame:
    """Lines gathered inside one element that shapes its content as a whole."""

    tag: str
    lines: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)  # the line under way
    blank: bool = False  # an empty line is due before the next text
    verbatim: bool = False  # blanks in front of the line under way count
    filled: bool = False  # the line under way holds only a no-break space
    number: int = 0  # of the next item of an ordered list; 0: bullets
    cells: list[list[str]] = field(default_factory=list)  # of a table row

    def end_line(self) -> None:
        """Finish the line under way, if there is one."""
        line = "".join(self.pieces).rstrip(" ")
        self.pieces.clear()
        if self.verbatim:
            self.verbatim = False
        else:
            line = line.lstrip(" ")
        if line:
            self.add([line])
        elif self.filled:
            self.blank = True
        self.filled = False

    def add(self, lines: list[str]) -> None:
        """Append finished lines, behind the empty line that is due."""
        if self.blank and self.lines and self.lines[-1]:
            self.lines.append("")
        self.blank = False
        self.lines.extend(lines)

    def break_line(self) -> None:
        """A line break: ends the line, or makes an empty one."""
        before = len(self.lines)
        self.end_line()
        if len(self.lines) == before:
            self.lines.append("")


def shaped(inner: Frame, lines: list[str], outer: Frame) -> list[str]:
    """The lines of a finished element as they stand in the one around it."""
    if inner.tag == "tr":
        return [*trimmed(lines), *_row(inner.cells)]
    if inner.tag == "blockquote":
        return [f">{line}" if line[:1] == ">" or not line else f"> {line}" for line in lines]
    if inner.tag == "li" and lines:
        mark = f"{outer.number}. " if outer.number else "- "
        outer.number += 1 if outer.number else 0
        return [mark + lines[0], *(f"  {line}" if line else "" for line in lines[1:])]
    return lines


def _row(cells: list[list[str]]) -> list[str]:
    """Cells of one line stand beside each other; larger ones, as in tables made for layout, below each other."""
    filled = [cell for cell in cells if cell]
    if len(filled) > 1 and all(len(cell) == 1 and len(cell[0]) <= 200 for cell in filled):
        return [" | ".join(cell[0] if cell else "" for cell in cells).strip(" |")]
    return [line for cell in filled for line in cell]


def trimmed(lines: list[str]) -> list[str]:
    """The lines without the empty ones at both ends."""
    if lines and lines[0] > " " and lines[-1] > " ":  # as nearly always
        return lines
    start, stop = 0, len(lines)
    while start < stop and not lines[start].strip():
        start += 1
    while stop > start and not lines[stop - 1].strip():
        stop -= 1
    return lines[start:stop]


def tidy(lines: list[str]) -> list[str]:
    """No empty lines at the ends, no more than two in a row, no blanks behind."""
    out: list[str] = []
    for line in trimmed(lines):
        bare = line.rstrip()
        if bare or not (len(out) > 1 and not out[-1] and not out[-2]):
            out.append(bare)
    return out
