"""Finding the line of a key in TOML."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.config import shipped
from gateway.toml.lines import line_of, lines_of

TEXT = '''# a comment with [brackets] and "quotes
title = "x" # [no.table]
[gateway]
name = "a [ b"
list = [
  "one", # [no.table]
  "two",
]
long = """
[no.table]
key = 1 \\""" ""
"""
"quoted.key" = 1
dotted.key = 2
[[listener]]
port = 1
[[listener]]
port = 2
[listener.inner]
deep = 1
[ spaced . "out" ]
z = { a = 1, b = [1, 2] }
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("gateway",), 3),
        (("gateway", "name"), 4),
        (("gateway", "list"), 5),
        (("gateway", "list", 1), 5),
        (("gateway", "long"), 9),
        (("gateway", "quoted.key"), 13),
        (("gateway", "dotted", "key"), 14),
        (("listener",), 15),
        (("listener", 0, "port"), 16),
        (("listener", 1, "port"), 18),
        (("listener", 1, "inner", "deep"), 20),
        (("spaced", "out", "z", "b"), 22),
        (("gateway", "absent"), 3),
        (("listener", 1, "absent"), 17),
        (("absent", "key"), None),
        ((), None),
    ],
)
def test_a_key_is_found_where_it_stands(path: tuple[str | int, ...], line: int | None) -> None:
    assert line_of(lines_of(TEXT), path) == line


def paths_in(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner: list[tuple[object, object]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list) and all(isinstance(one, dict) for one in value):
        inner = list(enumerate(value))
    return [
        path,
        *(found for name, one in inner if isinstance(name, str | int) for found in paths_in(one, (*path, name))),
    ]


@pytest.mark.parametrize("name", ["config.example.toml", "docs/directory.example.toml"])
def test_every_key_of_the_shipped_files_has_a_line_that_names_it(name: str) -> None:
    text = shipped(name).read_text(encoding="utf-8")
    lines, rows = lines_of(text), text.splitlines()
    for path in paths_in(tomllib.loads(text))[1:]:
        line = line_of(lines, path)
        names = [part for part in path if isinstance(part, str)]
        assert line
        assert names[-1] in rows[line - 1]


@given(st.text(alphabet="a=[]{}.\"'#\\\n x1"))
def test_any_text_is_looked_through_to_its_end(text: str) -> None:
    assert all(1 <= line <= text.count("\n") + 1 for line in lines_of(text).values())
