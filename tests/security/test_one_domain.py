"""Whatever From looks like, the domain that is judged, shown and stored is one.

`python tests/from_headers.py` does the same with 100,000 headers.
"""

import pytest

from gateway.desk.desk import Desk
from gateway.mail.parse import parse
from tests.support.desk import RELAY, deliver, stored
from tests.support.from_headers import OneDomain, headers

HEADERS = 800
STORED = 60


def test_one_domain_is_judged_and_shown() -> None:
    prover = OneDomain()
    for fields in headers(seed=4, count=HEADERS):
        prover.check(fields)
    assert prover.seen.total() == HEADERS
    assert min(prover.seen[f"judged, {proof}"] for proof in ("pass", "fail", "none")) > 5


def test_the_domain_that_was_judged_is_the_one_that_is_stored(desk: Desk) -> None:
    for number, fields in enumerate(headers(seed=5, count=STORED)):
        results = f"Authentication-Results: {RELAY}; dmarc=pass header.from=acorn.example"
        content = f"{results}\n{fields}\nMessage-ID: <{number}@x.example>\nTo: support@vendor.example\n\nHello.\n"
        raw = content.encode("utf-8", "surrogateescape")
        received, author = deliver(desk, raw), parse(raw).author
        kept = stored(desk, received)
        assert (kept.sender_address, received["sender"]["address"]) == (author, author), fields
        assert kept.sender_proof != "pass" or str(author).lower().endswith("@acorn.example"), fields


@pytest.mark.parametrize("local", ["'ada'", "'ada", "ada'"])
def test_quotes_of_a_mail_program_are_taken_from_whole_addresses_only(local: str) -> None:
    message = parse(f"From: <{local}@acorn.example>\n\nHello.\n".encode())
    assert [one.address for one in message.from_] == [message.author] == [f"{local}@acorn.example"]
