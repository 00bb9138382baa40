"""What commands print: one JSON document, or text for people. Nothing in a hostile mail may steer a terminal."""

import json
import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from unicodedata import combining, east_asian_width

import typer

from gateway.errors import ConfigurationError

Document = Mapping[str, object]
# C0 but for tab and line feed, DEL, C1, and what turns the direction of text around
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_STEERING_JSON = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
FEW_COLUMNS = 4
MAX_CELL = 200  # a table on a terminal is for looking; --json has the whole text


def emit(document: object, as_json: bool, columns: Sequence[str] = ()) -> None:
    """Print a document; as text, a list becomes a table of these columns and an object its fields."""
    if as_json:
        write_json(document)
    elif isinstance(document, list):
        write_table(document, columns)
    elif isinstance(document, Mapping):
        write("\n".join(_fields(document)) + "\n")
    else:
        write(f"{document}\n")


def write(text: str) -> None:
    """Text to standard output. A reader that went away has seen enough: that ends the command without an error."""
    try:
        sys.stdout.write(_STEERING.sub(_escaped, text))
        sys.stdout.flush()
    except BrokenPipeError:
        # or Python would complain when it flushes once more at the end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None


def write_json(document: object, indent: int | None = 2) -> None:
    """One JSON document; on a terminal that cannot show a character, its escape."""
    ascii_only = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    text = json.dumps(document, ensure_ascii=ascii_only, indent=indent)
    write(_STEERING_JSON.sub(_escaped, text) + "\n")


def note(text: str) -> None:
    """A line for people on standard error."""
    sys.stderr.write(_STEERING.sub(_escaped, text) + "\n")
    sys.stderr.flush()


def fault_document(fault: ConfigurationError) -> dict[str, object]:
    """A fault of a file as JSON."""
    return {
        "file": fault.file,
        "line": fault.line,
        "key": fault.key,
        "problem": fault.problem,
        "next_step": fault.next_step or None,
    }


def describe(error: Exception) -> str:
    """An unexpected error in one line."""
    first = (str(error).splitlines() or [""])[0].rstrip(".")
    return f"unexpected {type(error).__name__}: {first}. Set GATEWAY_DEBUG=1 and repeat to see the trace."


def write_table(rows: Sequence[Document], columns: Sequence[str]) -> None:
    """Rows under the names of their columns: framed on a terminal, plain and in full width elsewhere."""
    columns = columns or tuple(dict.fromkeys(key for row in rows for key in row))
    cells = [[_one_line(row.get(column)) for column in columns] for row in rows]
    if sys.stdout.isatty():
        _framed(columns, cells)
    elif rows:
        write("\n".join(_aligned([list(columns), *cells])) + "\n")


def _framed(columns: Sequence[str], cells: Iterable[Sequence[str]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column)
    for row in cells:
        # Text, because square brackets in a plain str would be read as markup
        table.add_row(*(Text(_STEERING.sub(_escaped, cell[:MAX_CELL])) for cell in row))
    Console().print(table)


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _fields(document: Document, indent: str = "") -> list[str]:
    """`name  value` lines; lists of objects follow as blocks, what is not known is left out."""
    known = {key: value for key, value in document.items() if value not in (None, [], {})}
    simple = {key: value for key, value in known.items() if not _nested(value)}
    width = max((len(key) for key in simple), default=0)
    lines: list[str] = []
    for key, value in simple.items():
        text = _text(value).expandtabs()  # pasted into a spreadsheet a tab would begin a cell, perhaps with a formula
        first, *more = text.splitlines() or [""]
        lines += [f"{indent}{key.ljust(width)}  {first}", *(f"{indent}{' ' * width}  {line}" for line in more)]
    for key, value in known.items():
        if isinstance(value, Mapping):
            lines += [f"{indent}{key}", *_fields(value, f"{indent}  ")]
        elif isinstance(value, list) and _nested(value):
            lines += _list(key, value, indent)
    return lines


def _list(key: str, rows: Sequence[Document], indent: str) -> list[str]:
    """Small flat objects as a table, larger ones one below the other."""
    columns = tuple(dict.fromkeys(name for row in rows for name in row))
    if len(columns) <= FEW_COLUMNS and not any(_nested(value) for row in rows for value in row.values()):
        cells = [[_one_line(row.get(column)) for column in columns] for row in rows]
        return [f"{indent}{key}", *(f"{indent}  {line}" for line in _aligned(cells))]
    lines: list[str] = []
    for number, one in enumerate(rows, start=1):
        lines += [f"{indent}{key} {number}", *_fields(one, f"{indent}  ")]
    return lines


def _nested(value: object) -> bool:
    return isinstance(value, Mapping) or (isinstance(value, list) and any(isinstance(one, Mapping) for one in value))


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_text(one) for one in value)
    return "-" if value is None else str(value)


def _one_line(value: object) -> str:
    return one_line(_text(value)) or "-"


def one_line(text: str) -> str:
    """A text on one line, shortened to what a list shows; what would steer a terminal is escaped."""
    return _STEERING.sub(_escaped, " ".join(text.split())[:MAX_CELL])


def wide(text: str) -> int:
    """How many columns of a terminal a text takes: two for each wide character of East Asia, none for a mark above."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(one) else 2 if east_asian_width(one) in "WF" else 1 for one in text)


def cut(text: str, width: int) -> str:
    """The beginning of a text that fits, with an ellipsis where something is missing."""
    if wide(text) <= width:
        return text
    taken = text[: width - 1]
    while wide(taken) > width - 1:
        taken = taken[:-1]
    return f"{taken}…"


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"
