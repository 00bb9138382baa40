"""Message-ids are found in whatever stands around them."""

import pytest

from gateway.mail.thread import message_ids


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
