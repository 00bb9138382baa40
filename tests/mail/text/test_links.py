"""Links that mail filters rewrote are read as they were written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.mail.text.links import plain_links

WRITTEN = "https://portal.vendor.example/tickets/T-001001"


@pytest.mark.parametrize(
    "link",
    [
        WRITTEN,
        "https://portal.vendor.example/tickets%2FT%2D001001",
        "https://gcc02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fportal.vendor.example%2Ftickets%2FT-001001"
        "&data=05%7C01%7C&sdata=T-998877%3D&reserved=0",
        "https://urldefense.proofpoint.com/v2/url?u=https-3A__portal.vendor.example_tickets_T-2D001001&d=DwMF&c=T-2D9",
        "https://urldefense.com/v3/__https://portal.vendor.example/tickets/T-001001__;!!abc!T-998877$",
        "https://urldefense.us/v3/__https://portal.vendor.example/tickets*T-001001__;Lw!!abc!def$",
    ],
)
def test_a_rewritten_link_is_the_one_that_was_written(link: str) -> None:
    assert plain_links(f"See {link} please") == f"See {WRITTEN} please"


@given(st.text(), st.sampled_from(["https://urldefense.com/v3/__", "https://x.safelinks.protection.outlook.com/?url="]))
def test_any_text_is_taken(text: str, lead: str) -> None:
    assert isinstance(plain_links(lead + text), str)
