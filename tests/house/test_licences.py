"""What we depend on may be used by everybody: no GPL or AGPL at all, LGPL only as an extra or a tool."""

import re
from collections.abc import Iterable
from importlib.metadata import distribution, metadata

from tests.support.packages import DEPENDENCIES, EXTRAS, GROUPS, closure

MAX_NOTICE = 200  # characters of a licence field that can be a name; longer ones are the whole text


def licence(name: str) -> str:
    """What a distribution says about its licence: expression, field, classifiers, else how its text begins."""
    said = metadata(name)
    fields = [*(said.get_all("License-Expression") or []), *(said.get_all("License") or [])]
    classifiers = [one for one in said.get_all("Classifier") or [] if one.startswith("License")]
    named = " / ".join([*(one for one in fields if 0 < len(one) <= MAX_NOTICE), *classifiers])
    return named or _text(name)[:MAX_NOTICE]


def _text(name: str) -> str:
    """The licence as the distribution carries it, where its metadata say nothing."""
    files = [one for one in distribution(name).files or () if one.name.upper().startswith(("COPYING", "LICEN"))]
    return files[0].read_text() if files else ""


def copyleft(names: Iterable[str], *, lesser: bool) -> list[str]:
    """Those under the GPL or AGPL; with `lesser` also those under the LGPL."""
    strong = re.compile(r"(?<!L)\b(A?GPL)|Affero|(?<!Lesser )General Public", re.IGNORECASE)
    weak = re.compile("LGPL|Lesser General", re.IGNORECASE)
    said = {name: licence(name) for name in names}
    return sorted(
        f"{name}: {text}" for name, text in said.items() if strong.search(text) or (lesser and weak.search(text))
    )


def test_what_everybody_installs_has_no_copyleft() -> None:
    assert copyleft(closure(DEPENDENCIES), lesser=True) == []


def test_no_extra_and_no_tool_is_under_the_gpl() -> None:
    assert copyleft(closure(EXTRAS + GROUPS), lesser=False) == []


def test_every_licence_is_said() -> None:
    everything = closure(DEPENDENCIES + EXTRAS + GROUPS)
    assert [name for name in sorted(everything) if not licence(name)] == []
    assert len(everything) > 20
