"""How people are called in mails of ours, and in which zone and language they read."""

from pathlib import Path

import pytest

from gateway.desk.directory.people import recipient_view, spoken_name
from gateway.store.store import Store
from tests.support.desk import build_desk
from tests.support.people import CORA, INES, NADIA


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Jane Meyer", "Jane Meyer"),
        ("Meyer, Jane", "Jane Meyer"),
        ("van der Berg, Jan Piet", "Jan Piet van der Berg"),
        ("Acorn Ltd., Support, Berlin", "Acorn Ltd., Support, Berlin"),
        ("Meyer,", "Meyer,"),
        ("jane@acorn.example", ""),
        ("Win a prize at http://evil.example", ""),
        ("x" * 81, ""),
        ("", ""),
    ],
)
def test_a_display_name_is_written_as_one_addresses_a_person(written: str, spoken: str) -> None:
    assert spoken_name(written) == spoken


def test_our_own_people_read_the_times_of_their_region(store: Store, tmp_path: Path) -> None:
    desk = build_desk(store, tmp_path, gateway={"timezone": "UTC"})
    with desk.store.read() as work:
        zones = [recipient_view(desk, work, one).timezone for one in (NADIA, CORA)]
    assert zones == ["Europe/Amsterdam", "UTC"]  # the csm of these tests has no region


def test_our_own_people_read_our_language_whatever_they_write_in(store: Store, tmp_path: Path) -> None:
    desk = build_desk(store, tmp_path)
    with desk.store.read() as work:
        read = [recipient_view(desk, work, one, language="de").language for one in (NADIA, INES)]
    assert read == ["en", "de"]
