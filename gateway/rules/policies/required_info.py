"""policies/required_info.toml: what a ticket must say."""

from gateway.domain.required_info import Item, ItemName, Need, RequiredInfo
from gateway.rules.policies.file import folded, policy_file
from gateway.rules.policies.values import Many, Words, phrases_of
from gateway.toml import StrictTable


class _Need(StrictTable):
    items: Many[ItemName]
    types: Words = ()
    strategies: Words = ()
    components: Words = ()


class _Item(StrictTable):
    files: Words = ()
    words: dict[str, Words]


class _Form(StrictTable):
    need: Many[_Need] = ()
    item: dict[ItemName, _Item]
    announced: dict[str, Words]


def _value(form: _Form) -> RequiredInfo:
    needs = [
        Need(one.items, frozenset(one.types), frozenset(one.strategies), frozenset(one.components)) for one in form.need
    ]
    items = {name: Item(frozenset(folded(one.files)), phrases_of(one.words)) for name, one in form.item.items()}
    return RequiredInfo(tuple(needs), items, phrases_of(form.announced))


REQUIRED_INFO = policy_file("required_info", _Form, _value)
