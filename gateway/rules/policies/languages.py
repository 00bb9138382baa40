"""policies/languages.toml: how people name the fields of a mail or tell the same without, in any language."""

from collections.abc import Mapping
from typing import Final, get_args

from gateway.domain.announcement import Announcement
from gateway.domain.facts import OneWord
from gateway.domain.fault_words import FaultWords
from gateway.domain.fields import Labels
from gateway.domain.impact_words import ImpactWords
from gateway.rules.policies.file import folded, policy_file
from gateway.rules.policies.values import Words
from gateway.toml import StrictTable

Lists = dict[str, Words]  # one for each language, under any name
_NONE: Lists = {}
_AS_NAMED: Final[dict[OneWord, tuple[str, ...]]] = {one: (one,) for one in get_args(OneWord)}


class _Empty(StrictTable):
    words: Words


class _Form(StrictTable):
    labels: dict[str, Words]
    empty: _Empty
    values: dict[str, Words]
    since: Lists = _NONE
    many: Lists = _NONE
    people: Lists = _NONE
    stopped: Lists = _NONE
    denial: Lists = _NONE
    unable: Lists = _NONE
    last: Lists = _NONE
    harmless: Lists = _NONE
    why: Lists = _NONE
    look: Lists = _NONE
    place: Lists = _NONE
    commands: dict[OneWord, Words] = _AS_NAMED


def _value(form: _Form) -> Labels:
    return Labels(
        {name: folded(words) for name, words in form.labels.items()},
        frozenset(folded(form.empty.words)),
        {name: frozenset(folded(words)) for name, words in form.values.items()},
        _impact(form),
        Announcement(_all(form.look), _all(form.place)),
        FaultWords(_all(form.unable), _all(form.last), _all(form.harmless), _all(form.why)),
        {word: command for command, words in form.commands.items() for word in folded(words)},
    )


def _impact(form: _Form) -> ImpactWords:
    return ImpactWords(
        since=_all(form.since),
        many=_all(form.many),
        people=_all(form.people),
        stopped=_all(form.stopped),
        denial=frozenset(_all(form.denial)),
    )


def _all(lists: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for words in lists.values() for one in folded(words)))


LANGUAGES = policy_file("languages", _Form, _value)
