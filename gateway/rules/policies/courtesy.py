"""policies/courtesy.toml: words of thanks in all languages together."""

from collections.abc import Mapping

from gateway.domain.tickets.courtesy import Courtesy
from gateway.rules.policies.file import folded, policy_file
from gateway.rules.policies.values import Words
from gateway.toml import StrictTable


class _Form(StrictTable):
    thanks: dict[str, Words]
    beside: dict[str, Words]


def _value(form: _Form) -> Courtesy:
    return Courtesy(_all(form.thanks), _all(form.beside))


def _all(lists: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    return frozenset(one for words in lists.values() for one in folded(words))


COURTESY = policy_file("courtesy", _Form, _value)
