"""A signature with l= covers the beginning of the body: whoever gets the mail can write on below it."""

import pytest

from gateway.mail.identity.canonical import canonical_body, split_message
from tests.support.dns_zone import EVIL, FRIEND, judged, mail, sign

MAIL = mail(
    "From: ada@acorn.example\nSubject: Minutes\nDate: Tue, 3 Mar 2026 09:00:00 +0000\nContent-Type: text/plain",
    "The minutes of today.\n",
)
LENGTH = len(canonical_body(split_message(MAIL).body, "relaxed"))


def test_a_text_added_below_the_signed_part_takes_the_proof_away() -> None:
    signed = sign(MAIL, length=LENGTH)
    assert judged(signed, "x@evil.example", EVIL).proof == "pass"
    found = judged(signed + b"#status closed\r\n", "x@evil.example", EVIL)
    assert (found.proof, found.evidence) == ("fail", "spf=pass dkim=policy dmarc=fail")


@pytest.mark.parametrize("length", [0, 1, LENGTH - 1])
def test_a_signature_over_a_part_is_no_proof_even_untouched(length: int) -> None:
    assert judged(sign(MAIL, length=length), "x@evil.example", EVIL).proof == "fail"


def test_another_content_type_with_a_new_part_takes_the_proof_away() -> None:
    signed = sign(MAIL, length=LENGTH).replace(
        b"Content-Type: text/plain", b'Content-Type: multipart/mixed; boundary="b"'
    )
    changed = signed + b"\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>Pay here</p>\r\n--b--\r\n"
    assert judged(changed, "x@evil.example", EVIL).proof == "fail"


def test_the_host_of_the_domain_still_proves_the_mail() -> None:
    assert judged(sign(MAIL, length=1), "ada@acorn.example", FRIEND).proof == "pass"


def test_text_between_header_and_body_takes_the_proof_away() -> None:
    """A line that is no field ends the header for readers, not for signatures."""
    changed = sign(MAIL).replace(b"\r\n\r\n", b"\r\nPay to the new account.\r\n\r\n", 1)
    assert judged(changed, "x@evil.example", EVIL).proof == "fail"
