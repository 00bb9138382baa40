"""What our people write down about outages; nobody is told here (`telling.py`)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, get_args

from gateway.desk.act import Act
from gateway.desk.directory.rights import require
from gateway.directory_file.form import Strategy
from gateway.domain.outages.outage import LONGEST_TITLE, Outage, OutageUpdate
from gateway.domain.outages.states import OutageState, moved
from gateway.domain.tickets.ticket import UNNUMBERED
from gateway.errors import NotAllowed, NotFound
from gateway.store.store import UnitOfWork

RIGHT: Final = "outage"
STRATEGIES: Final[tuple[str, ...]] = tuple(
    name for one in get_args(Strategy) for name in (get_args(one) or (one,)) if isinstance(name, str)
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What an outage touches: codes, empty for all."""

    regions: tuple[str, ...] = ()
    strategies: tuple[str, ...] = ()
    apps: tuple[str, ...] = ()


def open_outage(act: Act, title: str, scope: Scope, state: OutageState, text: str = "") -> Outage:
    """A new outage. Raises NotAllowed where it is open already, and for codes that the directory does not know."""
    require(act, RIGHT)
    title = " ".join(title.split())[:LONGEST_TITLE]
    if not title:
        raise NotAllowed("an outage needs a --title that customers read.")
    scope = _known(act.work, scope)
    for one in act.work.outages.current():
        if (one.title, one.regions, one.strategies, one.apps) == (title, scope.regions, scope.strategies, scope.apps):
            raise NotAllowed(
                f"{one.number} says the same and is open. Run: gateway outage update {one.number} --text T"
            )
    new = Outage(
        UNNUMBERED,
        title,
        moved(None, state),
        act.now,
        act.now,
        scope.regions,
        scope.strategies,
        scope.apps,
        text.strip(),
        telling_since=act.now,
    )
    return act.work.outages.open(new, _said(act, new))


def find_outage(work: UnitOfWork, number: str) -> Outage:
    """An outage by its number. Raises NotFound."""
    found = work.outages.get(number)
    if found is None:
        raise NotFound(f"there is no outage {number}. Run: gateway outage list")
    return found


def say(act: Act, number: str, state: OutageState | None, text: str | None) -> Outage:
    """What is new: its state, and words that customers read. The same once more is no news.

    Raises NotFound, and NotAllowed where it is over.
    """
    require(act, RIGHT)
    known = find_outage(act.work, number)
    was = act.work.outages.hold(known.number) or known
    words = was.text if text is None else text.strip()
    if (state or was.state, words) == (was.state, was.text):
        return was
    now = moved(was.state, state or was.state)
    said = replace(was, state=now, text=words, updates=was.updates + 1, updated_at=act.now)
    said = replace(said, resolved_at=None if said.is_open else act.now)
    said = replace(said, telling_since=act.now, telling_phase=0, telling_after="")
    return act.work.outages.say(said, was, _said(act, said))


def _said(act: Act, outage: Outage) -> OutageUpdate:
    return OutageUpdate(act.now, outage.state, outage.text, act.actor.address)


def _known(work: UnitOfWork, scope: Scope) -> Scope:
    """The codes as the directory writes them. Raises NotAllowed for one that it does not know."""
    regions, strategies, apps = (_folded(one) for one in (scope.regions, scope.strategies, scope.apps))
    wrong = [f"region {one}" for one in regions if work.directory.region(one) is None]
    wrong += [f"strategy {one}" for one in strategies if one not in STRATEGIES]
    wrong += [f"app {one}" for one in apps if work.directory.app(one) is None]
    if wrong:
        raise NotAllowed(f"nobody knows {', '.join(wrong)}. Strategies are {', '.join(STRATEGIES)}.")
    return Scope(regions, strategies, apps)


def _folded(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.strip().lower() for one in codes))
