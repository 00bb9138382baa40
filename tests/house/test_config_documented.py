"""config.example.toml documents every key of the configuration, with the truth about its default."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from gateway.config import Config, Limits, load, shipped
from gateway.toml.checking import model_in
from tests.support.postfix_server import shipped_size_limit

EXAMPLE = shipped("config.example.toml")
# a commented line that is TOML and no sentence: "# key = value", "# [table]", "# [[table]]"
COMMENTED = re.compile(r"# ?(?=[a-z_]+ = |\[)")
NOT_IN_THE_FILE = {"path"}


def uncommented() -> dict[str, Any]:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    return tomllib.loads("\n".join(COMMENTED.sub("", line, count=1) for line in lines))


def tables() -> list[tuple[str, type[BaseModel]]]:
    fields = ((name, model_in(field.annotation)) for name, field in Config.model_fields.items())
    return [(name, model) for name, model in fields if model and name not in NOT_IN_THE_FILE]


def entry(table: str) -> dict[str, Any]:
    value: Any = uncommented()[table]
    found: dict[str, Any] = value[0] if isinstance(value, list) else value
    return found


def test_the_example_can_be_loaded_as_it_is() -> None:
    assert load(EXAMPLE).gateway.name == "Example Software"


def test_the_example_can_be_loaded_with_every_key_in_use(tmp_path: Path) -> None:
    Config.model_validate(uncommented() | {"path": tmp_path / "config.toml"})


def test_every_table_is_documented() -> None:
    assert set(uncommented()) == {name for name, _ in tables()}


@pytest.mark.parametrize(("table", "model"), tables(), ids=lambda one: one if isinstance(one, str) else "")
def test_every_key_is_documented(table: str, model: type[BaseModel]) -> None:
    assert set(entry(table)) == set(model.model_fields)


@pytest.mark.parametrize(("table", "model"), tables(), ids=lambda one: one if isinstance(one, str) else "")
def test_a_key_that_is_commented_out_shows_its_default(table: str, model: type[BaseModel]) -> None:
    written = tomllib.loads(EXAMPLE.read_text(encoding="utf-8")).get(table, {})
    in_use = written[0] if isinstance(written, list) else written
    for key, field in model.model_fields.items():
        shown, default = entry(table)[key], field.default
        if key in in_use or default is None or default is PydanticUndefined:
            continue
        if isinstance(default, BaseModel):
            default = default.model_dump(mode="json")
        assert shown == (list(default) if isinstance(default, tuple) else default), f"{table}.{key}"


def test_the_postfix_we_ship_lines_for_still_delivers_into_its_own_mailboxes() -> None:
    name, _, value = shipped_size_limit().partition(" = ")
    default_mailbox_size_limit = 51_200_000  # postconf -d
    assert name == "message_size_limit"
    assert int(value) <= min(default_mailbox_size_limit, Limits().message_bytes)
