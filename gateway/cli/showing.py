"""One case or mail for people: its times as lists show them. `--json` stays exact."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from gateway.cli.listing import Times
from gateway.cli.opening import choose_clock
from gateway.cli.output import Document, emit, write

if TYPE_CHECKING:
    from gateway.config import Config

INSTANTS = frozenset(
    """created at first_response_due first_response_at resolution_due solved_at closed_at manager_due next_update_due
    received settled next_attempt since due decided_at""".split()
)


@dataclass(frozen=True, slots=True)
class Way:
    """How somebody wants a document: as JSON or for people, who read it at a moment, in ISO form, instead of now."""

    as_json: bool
    at: str | None = None


def show_one(config: "Config", document: Document, way: Way, running: Collection[str] = ()) -> None:
    """Print a document. `running`: its deadlines that are waited for, which also say how much time is left."""
    if way.as_json:
        emit(document, as_json=True)
        return
    times = Times(ZoneInfo(config.gateway.timezone), choose_clock(config, way.at).now())
    emit({key: _shown(key, value, times, running) for key, value in document.items()}, as_json=False)


def _shown(key: str, value: object, times: Times, running: Collection[str] = ()) -> object:
    if isinstance(value, Mapping):
        return {name: _shown(name, one, times) for name, one in value.items()}
    if isinstance(value, list):
        return [_shown("", one, times) for one in value]
    if key not in INSTANTS or not isinstance(value, str):
        return value
    instant = datetime.fromisoformat(value)
    left = f", {times.due(instant)}" if key in running else ""
    return f"{times.local(instant)}{left}"


def show_done(document: Document, title: str, as_json: bool) -> None:
    """What was done: a case, its transcript where there is one, and the mails that leave because of it."""
    if as_json:
        emit(document, as_json)
        return
    said, outgoing = document.get("transcript"), document["outgoing"]
    lines = [title]
    lines += [f"  {line}" for line in said] if isinstance(said, list) else []
    for one in outgoing if isinstance(outgoing, list) else []:
        lines.append(f"  {one['template']} to {', '.join(one['envelope_to'])}")
    write("\n".join(lines) + "\n")
