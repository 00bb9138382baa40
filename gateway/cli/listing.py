"""Lists for people: one line an entry, as wide as the terminal, in local time, newest last, with how many more."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar
from zoneinfo import ZoneInfo

import typer

from gateway.cli.filters import check_names, check_words
from gateway.cli.opening import choose_clock, load_config, open_store
from gateway.cli.output import Document, cut, emit, one_line, wide, write

if TYPE_CHECKING:
    from gateway.store.sql.listing import Wanted
    from gateway.store.store import UnitOfWork

SHOWN = 50  # entries where --limit is not given
WIDE = 120  # from this width on, columns that are good to have are shown, too
ENDLESS = 10_000  # the width of what is no terminal: a file or a pipe loses nothing
LEAST = 6  # characters of a column that gives way to others
GAP = 2
Entry = TypeVar("Entry")


class Table(Protocol[Entry]):
    """The part of a table of the store that lists."""

    def newest(self, wanted: "Wanted", limit: int | None) -> list[Entry]:
        """The newest that fit, newest last."""

    def count(self, wanted: "Wanted") -> int:
        """How many fit."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list. `gives_way`: it is cut where the line is too long; `wide`: left out on narrow terminals."""

    title: str
    gives_way: bool = False
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Times:
    """Instants as the people at the desk read them: in their zone, as seen from `now`."""

    zone: ZoneInfo
    now: datetime

    def local(self, instant: datetime | None) -> str:
        """`29 Nov 20:14`, in another year `29 Nov 2025`."""
        if instant is None:
            return ""
        here = instant.astimezone(self.zone)
        same = here.year == self.now.astimezone(self.zone).year
        return f"{here.day} {here:%b %H:%M}" if same else f"{here.day} {here:%b %Y}"

    def due(self, instant: datetime | None) -> str:
        """`due in 3 h`, or `3 h late`."""
        if instant is None:
            return ""
        left = instant - self.now
        return f"due in {span(left)}" if left >= timedelta(0) else f"{span(-left)} late"


def span(length: timedelta) -> str:
    """A length in its largest fitting unit: minutes up to two hours, hours up to two days."""
    minutes = int(length.total_seconds() // 60)
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // (24 * 60)} d"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list command was asked for."""

    wanted: "Wanted"
    limit: int | None = None
    as_json: bool = False
    at: str | None = None


@dataclass(frozen=True, slots=True)
class View(Generic[Entry]):
    """How entries of a kind are listed. `cells` may look up what belongs to all of them together; `states`: that
    they can be in."""

    table: Callable[["UnitOfWork"], Table[Entry]]
    row: Callable[[Entry], Document]
    columns: Sequence[Column]
    cells: Callable[["UnitOfWork", Sequence[Entry], Times], Sequence[Sequence[str]]]
    states: Sequence[str]


def show_list(ctx: typer.Context, view: View[Entry], asked: Asked) -> None:
    """Print a list: as JSON all that fits, for people the newest, and how many more fit. Raises NotAllowed."""
    check_words(asked.wanted, view.states)
    config = load_config(ctx)
    with open_store(ctx, config).read() as work:
        table = view.table(work)
        found = table.newest(asked.wanted, asked.limit if asked.as_json else asked.limit or SHOWN)
        if not found:
            check_names(config, work, asked.wanted)
        if asked.as_json:
            emit([view.row(one) for one in found], as_json=True)
            return
        times = Times(ZoneInfo(config.gateway.timezone), choose_clock(config, asked.at).now())
        cells = view.cells(work, found, times)
        more = table.count(asked.wanted) - len(found) if len(found) >= (asked.limit or SHOWN) else 0
    write("\n".join(_lines(view.columns, cells, more)) + "\n")


def _lines(columns: Sequence[Column], cells: Sequence[Sequence[str]], more: int) -> list[str]:
    if not cells:
        return ["Nothing to list."]
    lines = laid_out(columns, cells, shutil.get_terminal_size((ENDLESS, 24)).columns)
    return [*lines, f"{more} more, --limit {more + len(cells)}"] if more > 0 else lines


def laid_out(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """A heading and one line a row, none wider than `width` where the columns that may be cut leave room."""
    texts = [[one_line(cell) for cell in row] for row in rows]
    shown = [i for i, one in enumerate(columns) if (width >= WIDE or not one.wide) and any(row[i] for row in texts)]
    table = [[columns[i].title for i in shown], *([row[i] or "-" for i in shown] for row in texts)]
    widths = _widths([columns[i] for i in shown], table, width)
    padded = (
        (" " * GAP).join(
            cut(cell, size) + " " * (size - wide(cut(cell, size))) for cell, size in zip(row, widths, strict=True)
        )
        for row in table
    )
    return [line.rstrip() for line in padded]


def _widths(columns: Sequence[Column], table: Sequence[Sequence[str]], width: int) -> list[int]:
    """What each column needs; where that is too much, the widest of those that give way give first."""
    widths = [max(wide(row[i]) for row in table) for i in range(len(columns))]
    over = sum(widths) + GAP * (len(widths) - 1) - width
    giving = [i for i, one in enumerate(columns) if one.gives_way]
    while over > 0 and giving:
        widest = max(giving, key=lambda i: widths[i])
        if widths[widest] <= LEAST:
            break
        widths[widest] -= 1
        over -= 1
    return widths
