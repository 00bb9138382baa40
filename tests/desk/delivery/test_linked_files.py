"""A file that is too large to go along is fetched behind a signed link, where our pages have a public address."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from gateway.adapters.clock import FixedClock
from gateway.adapters.scanner import CommandScanner
from gateway.desk.delivery.linked_files import LinkedFiles
from gateway.desk.desk import Desk
from gateway.store.store import Store
from tests.support.desk import build_desk, deliver, do_not_sync, letter, open_case, reply_address, sent, write
from tests.support.people import INES, NADIA

DUMP = b"\1\2" * 2100


@pytest.fixture
def reachable(store: Store, tmp_path: Path) -> Desk:
    """A desk whose pages have a public address, and which lets hardly any file go along."""
    do_not_sync(store)
    pages = {"public_url": "https://pages.vendor.example/"}
    return build_desk(store, tmp_path, http=pages, limits={"relayed_bytes": 100})


def files_of(desk: Desk) -> LinkedFiles:
    return LinkedFiles(desk.store, desk.signer, desk.clock, desk.reading, desk.scanner)


def token_of(text: str) -> str:
    found = re.search(r"https://pages\.vendor\.example/files/(\S+)", text)
    assert found
    return found[1]


def answered(desk: Desk, name: str = "dump.bin", content: bytes = DUMP) -> str:
    """The text of an engineer's answer with one file, as the customer gets it."""
    number = open_case(desk)
    mail = letter(NADIA, "Here is the dump.", to=reply_address(desk, number), files={name: content})
    return str(sent(deliver(desk, mail), "agent_public_reply")["text"])


def test_the_customer_fetches_the_file_to_the_byte(reachable: Desk) -> None:
    text = answered(reachable)
    assert "dump.bin (4.2 kB) is too large to be sent along. Until 2026-04-02 you can fetch it here: https://" in text
    found = files_of(reachable).find(token_of(text))
    assert found is not None
    assert (found.name, found.content) == ("dump.bin", DUMP)


def test_our_people_fetch_what_a_customer_sent(reachable: Desk) -> None:
    text = sent(write(reachable, INES, "It stops.", files={"export.log": DUMP}), "agent_new_ticket")["text"]
    found = files_of(reachable).find(token_of(text))
    assert found is not None
    assert found.content == DUMP


def test_a_program_has_no_link(reachable: Desk) -> None:
    assert "/files/" not in answered(reachable, "setup.exe")


def test_a_link_ends_after_a_month(reachable: Desk) -> None:
    token = token_of(answered(reachable))
    later = reachable.clock.now() + timedelta(days=30)
    assert files_of(replace(reachable, clock=FixedClock(later))).find(token) is not None
    assert files_of(replace(reachable, clock=FixedClock(later + timedelta(days=1)))).find(token) is None


@pytest.mark.parametrize(
    "change", [str.swapcase, lambda one: one[:-1], lambda one: "9" + one, lambda one: "", lambda one: one + "é"]
)
def test_only_what_we_signed_is_a_link(reachable: Desk, change: object) -> None:
    assert callable(change)
    token = token_of(answered(reachable))
    found = files_of(reachable).find(change(token))
    assert (found is None) is (change is not str.swapcase)  # mail programs may change the case of a link


def test_what_the_scanner_does_not_call_clean_is_not_handed_out(reachable: Desk) -> None:
    token = token_of(answered(reachable))
    for command, handed_out in ((["/bin/true"], True), (["/bin/false"], False)):
        desk = replace(reachable, scanner=CommandScanner(command, 20.0))
        assert (files_of(desk).find(token) is not None) is handed_out
