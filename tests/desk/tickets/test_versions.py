"""A ticket about a version without support."""

from gateway.desk.desk import Desk
from tests.support.desk import MONDAY, Document, load, sent, write
from tests.support.people import DIRECTORY, ELMO, INES, SUPPORT

RELEASES = "".join(
    f"\n[[release]]\nmajor = {major}\nga = {day}\n"
    for major, day in ((8, "2022-01-10"), (9, "2023-01-10"), (10, "2024-01-10"), (11, "2025-01-10"))
)


def directory(version: int | None, contract: str = "") -> str:
    """The directory, with the version of the till and more lines in the contract of Acorn."""
    told = f'name = "Till"\nversion = {version}' if version else 'name = "Till"'
    return (
        DIRECTORY.replace('name = "Till"', told).replace('number = "HC-1"', f'number = "HC-1"\n{contract}') + RELEASES
    )


def opened(desk: Desk, version: int | None, contract: str = "") -> Document:
    load(desk, directory(version, contract))
    return write(desk, INES, "It hangs.", MONDAY, subject="The till hangs")


def test_r74_the_acknowledgement_names_the_version_and_what_is_supported(desk: Desk) -> None:
    document = opened(desk, 8)
    told = " ".join(sent(document, "ack_new_ticket")["text"].split())
    assert "version 8 of Till has had no support since 10 January 2025" in told.replace("Friday, ", "")
    assert "Supported today: 11, 10, 9." in told
    assert "extended support" not in told  # a year after it ended nothing would cover it
    assert "Version 8 has had no support" in sent(document, "agent_new_ticket")["text"]


def test_r74_what_would_still_cover_it_is_offered(desk: Desk) -> None:
    load(desk, directory(8))
    text = sent(write(desk, INES, "It hangs.", "2025-05-05 10:00", subject="The till hangs"), "ack_new_ticket")["text"]
    assert "extended support for 6 or 12 months: please ask Cora Winter" in text


def test_r74_an_extension_that_covers_it_is_enough_and_one_of_another_version_is_not(desk: Desk) -> None:
    covered = opened(desk, 8, "extended_support = { major = 8, months = 18 }")
    assert "no support since" not in sent(covered, "ack_new_ticket")["text"]
    other = opened(desk, 8, "extended_support = { major = 7, months = 18 }")
    assert "no support since" in sent(other, "ack_new_ticket")["text"]


def test_r74_of_what_is_not_known_nothing_is_said(desk: Desk) -> None:
    for version in (None, 9, 5):
        assert "no support since" not in sent(opened(desk, version), "ack_new_ticket")["text"]
    assert "no support" not in write(desk, ELMO, "It hangs.", MONDAY, to=SUPPORT)["outgoing"][0]["text"]
