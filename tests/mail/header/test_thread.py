"""Message-ids are found in whatever stands around them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.mail.header.thread import MAX_REFERENCES, MAX_REFERENCES_CHARS, message_ids, references
from gateway.mail.parse import parse


@pytest.mark.parametrize(
    ("value", "ids"),
    [
        ("<a@b>", ("<a@b>",)),
        ("<a@b><c@d> <a@b>", ("<a@b>", "<c@d>")),
        ('Your mail of "Monday" <a@b>', ("<a@b>",)),
        ("<a .b@c>", ("<a.b@c>",)),
        ("a@b", ("<a@b>",)),
        ("a@b, c@d", ("<a@b>", "<c@d>")),
        ("<[x@y>", ("<[x@y>",)),
        ("<<a@b>>", ("<a@b>",)),
        ("<no-at-sign>", ("<no-at-sign>",)),
        ("<>", ()),
        ("words only", ()),
        ("", ()),
    ],
)
def test_ids_are_found(value: str, ids: tuple[str, ...]) -> None:
    assert message_ids(value) == ids


def test_of_too_many_ids_the_root_and_the_nearest_stay() -> None:
    assert message_ids(" ".join(f"<{n}@x>" for n in range(9)), 3) == ("<0@x>", "<7@x>", "<8@x>")


def test_of_a_field_that_is_too_long_to_be_read_the_nearest_ids_stay() -> None:
    chain = [f"<{number}.{'x' * 60}@acorn.example>" for number in range(400)]
    content = f"From: a@acorn.example\nReferences: {' '.join(chain)}\n\nhi".encode()
    found = parse(content)
    assert found.references[0] == chain[0]
    assert found.references[-50:] == tuple(chain[-50:])
    assert any("References longer than" in one for one in found.defects)


def test_a_field_that_is_one_endless_word_names_nobody() -> None:
    assert parse(b"From: a@acorn.example\nReferences: <" + b"x" * 20_000 + b"\n\nhi").references == ()


@given(st.lists(st.integers(1, 400).map(lambda size: f"<{'y' * size}@x>"), max_size=60, unique=True))
def test_what_is_written_fits_on_a_line_and_ends_with_the_nearest(ids: list[str]) -> None:
    written = references(ids)
    assert len(" ".join(written)) <= MAX_REFERENCES_CHARS
    assert len(written) <= MAX_REFERENCES
    assert list(written) == [one for one in ids if one in written]
    assert written[-1:] == tuple(ids[-1:])


def test_the_root_and_the_nearest_are_written() -> None:
    ids = [f"<{number}@x>" for number in range(50)]
    assert references(ids) == (ids[0], *ids[-19:])
    long = [f"<{number}{'z' * 300}@x>" for number in range(9)]
    assert references(["", *long]) == (long[0], *long[-2:])
    assert references([]) == ()
