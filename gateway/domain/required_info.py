"""What a ticket must say before anybody can work on it (rules/policies/required_info.toml). Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from gateway.domain.free_text import FreeText, Phrases

ItemName = Literal[
    "app",
    "component",
    "environment",
    "version",
    "app_logs",
    "logs",
    "data",
    "own_analysis",
    "isolated_reproduction",
]
ITEMS: Final[tuple[ItemName, ...]] = get_args(ItemName)  # in the order in which they are asked for
REACHED_BY_LOGS: Final[Mapping[ItemName, ItemName]] = {"logs": "app_logs"}  # who sends the one need not send the other


@dataclass(frozen=True, slots=True)
class Need:
    """Tickets of these types, strategies and components must have these items; nothing listed means any."""

    items: tuple[ItemName, ...]
    types: frozenset[str]
    strategies: frozenset[str]
    components: frozenset[str]


@dataclass(frozen=True, slots=True)
class Item:
    """How an item shows: endings of files, and words."""

    files: frozenset[str]
    words: Phrases


@dataclass(frozen=True, slots=True)
class Told:
    """What a ticket says. `strategies`: those it can be about, one where the app is known. `known`: items that stand
    in the ticket or the directory already. `unknown_app`: it names an app that there is not."""

    type: str
    strategies: frozenset[str]
    component: str | None
    known: frozenset[ItemName]
    text: FreeText
    files: tuple[str, ...]
    unknown_app: bool = False


@dataclass(frozen=True, slots=True)
class RequiredInfo:
    """`announced`: words that say a file comes with the mail."""

    needs: tuple[Need, ...]
    items: Mapping[ItemName, Item]
    announced: Phrases

    def missing(self, told: Told) -> tuple[ItemName, ...]:
        """The items that have to be asked for, in order, each once."""
        needed = {item for need in self._applying(told) for item in need.items}
        if told.unknown_app or ("app" not in told.known and self._matters(told)):
            needed.add("app")
        lacking = [one for one in ITEMS if one in needed and not self._has(told, one)]
        return tuple(one for one in lacking if REACHED_BY_LOGS.get(one) not in needed)

    def lacks_file(self, told: Told) -> bool:
        """Does it speak of a file that did not come with it?"""
        return not told.files and self.announced.said_in(told.text)

    def _applying(self, told: Told) -> Iterator[Need]:
        """A need of some strategies applies where the ticket can only be about one of them."""
        for need in self.needs:
            sure = not need.strategies or (bool(told.strategies) and told.strategies <= need.strategies)
            if sure and self._is_about(need, told):
                yield need

    def _matters(self, told: Told) -> bool:
        """Would another app need other things?"""
        return any(need.strategies & told.strategies and self._is_about(need, told) for need in self.needs)

    @staticmethod
    def _is_about(need: Need, told: Told) -> bool:
        if need.types and told.type not in need.types:
            return False
        return not need.components or told.component in need.components

    def _has(self, told: Told, name: ItemName) -> bool:
        if name in told.known:
            return True
        item = self.items.get(name)
        if item is None:
            return False
        endings = {file.rpartition(".")[2].lower() for file in told.files}
        return not endings.isdisjoint(item.files) or item.words.said_in(told.text)
