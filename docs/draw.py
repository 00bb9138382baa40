"""Draw the state machines into docs/architecture.md and the rights into docs/domain.md, between their markers.

.venv/bin/python docs/draw.py           writes the pages again
.venv/bin/python docs/draw.py --check   exit 1 where they are not current
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, get_args

from gateway.config import shipped
from gateway.desk.commands.table import VOCABULARY
from gateway.directory_file.form import StaffRole
from gateway.domain.commands import Word
from gateway.domain.escalations.states import ESCALATION
from gateway.domain.licenses.states import LICENSE
from gateway.domain.load_tests.states import TEST_REQUEST
from gateway.domain.outages.states import OUTAGE
from gateway.domain.outgoing.states import OUTGOING
from gateway.domain.rights import DEEDS, Reach, Relation
from gateway.domain.state_table import Move, StateTable
from gateway.domain.tickets.states import TICKET
from gateway.rules.folder import RulesFolder
from gateway.rules.policies.access import ACCESS, Access

PAGES = [Path(__file__).with_name(f"{name}.md") for name in ("architecture", "domain")]
RELATIONS: Final[dict[Reach, Relation]] = {  # the closest ticket on which a role of this reach counts, and no narrower
    "own": Relation(own=True, region=False),
    "regions": Relation(own=False, region=True),
    "everywhere": Relation(own=False, region=False),
}
MARKED = re.compile(r"(<!-- drawn: ([a-z ]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def diagram(table: StateTable[Any, Any]) -> Iterator[str]:
    """The moves that lead somewhere else, as Mermaid draws them."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for step in table.steps:
        if step.source != step.target:
            arrows.setdefault((step.source or "[*]", step.target), []).append(step.event)
    yield from ("```mermaid", "stateDiagram-v2")
    yield from (f"    {source} --> {target}: {', '.join(events)}" for (source, target), events in arrows.items())
    yield from ("```", "")


def rows(table: StateTable[Any, Any]) -> Iterator[str]:
    """The table itself."""
    yield from ("| from | event | to | guard | effect |", "|---|---|---|---|---|")
    yield from map(_row, table.rows)


def _row(row: Move[Any, Any]) -> str:
    sources = ", ".join(source or "(nothing)" for source in row.sources)
    return f"| {sources} | {row.event} | {row.target or '(stays)'} | {row.guard} | {row.effect} |"


def rights(access: Access) -> Iterator[str]:
    """Every command and deed, and on whose tickets each role may; roles and commands of the same rights together."""
    deeds: dict[str, Word | str] = {
        **{f"({name})": name for name in DEEDS},
        **{f"`#{name}`": word for name, word in VOCABULARY.items()},
    }
    columns: dict[tuple[str, ...], list[str]] = {}
    for role in get_args(StaffRole):
        cells = tuple(_reach(access, role, deed) for deed in deeds.values())
        columns.setdefault(cells, []).append(role)
    lines: dict[tuple[str, ...], list[str]] = {}
    for name, cells in zip(deeds, zip(*columns, strict=True), strict=True):
        lines.setdefault(cells, []).append(name)
    yield f"| | {' | '.join(', '.join(roles) for roles in columns.values())} |"
    yield "|---" * (len(columns) + 1) + "|"
    yield from (f"| {', '.join(names)} | {' | '.join(cells)} |" for cells, names in lines.items())


def _reach(access: Access, role: str, deed: Word | str) -> str:
    """On whose tickets a role may do this; the widest reach says it."""
    may = [reach for reach, relation in RELATIONS.items() if access.lack((role,), deed, relation) is None]
    return may[-1] if may else "no"


def drawn() -> dict[str, str]:
    """What stands between the markers, by their names."""
    machines = {
        table.name: [*diagram(table), *rows(table)]
        for table in (TICKET, ESCALATION, LICENSE, TEST_REQUEST, OUTAGE, OUTGOING)
    }
    access = ACCESS.read(RulesFolder(shipped("rules")))
    tables = {**machines, "rights": [*rights(access)]}
    return {name: "\n".join(lines) + "\n" for name, lines in tables.items()}


def main(check: bool) -> int:
    """Write the pages, or only look at them."""
    parts, old = drawn(), 0
    for page in PAGES:
        text = page.read_text("utf-8")
        current = MARKED.sub(lambda mark: mark[1] + parts[mark[2]] + mark[3], text)
        old += current != text
        if not check:
            page.write_text(current, "utf-8")
    return int(check and old > 0)


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
