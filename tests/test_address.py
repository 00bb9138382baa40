"""The address type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.address import first_address, is_mail_address, mail_address
from gateway.mail.header.addresses import judge_from


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("support@vendor.example", "support@vendor.example"),
        (" User.Name@Vendor.Example ", "User.Name@vendor.example"),
        ("a+b@x.test", "a+b@x.test"),
        ("a@desk.local", "a@desk.local"),
        ("a@localhost", "a@localhost"),
        ("jörg@müller.example", "jörg@müller.example"),
        ("a@xn--mller-kva.example", "a@xn--mller-kva.example"),
    ],
)
def test_an_address_keeps_its_local_part_and_has_its_domain_in_lower_case(written: str, kept: str) -> None:
    assert mail_address(written) == kept


@pytest.mark.parametrize(
    "written",
    ["", "nobody", "@x.example", "a@", "a b@x.example", "Ann <a@x.example>", "a@x.example, b@x.example", "a@x..example",
     "a@x.example\nBcc: b@x.example", '"a b"@x.example', "a@[192.0.2.1]", "a..b@x.example", "a@-x.example", "a" * 400],
)  # fmt: skip
def test_what_is_no_address_is_told_with_an_example(written: str) -> None:
    with pytest.raises(ValueError, match="must be a mail address such as"):
        mail_address(written)


_LETTERS = st.characters(exclude_categories=["Cs", "Cc"])


@given(st.text(_LETTERS, min_size=1, max_size=20), st.text(_LETTERS, min_size=1, max_size=20))
def test_every_address_is_recognized_as_a_sender(local: str, domain: str) -> None:
    written = f"{local}@{domain}.example"
    if is_mail_address(written):
        assert judge_from([mail_address(written)]) == mail_address(written)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ines <Ines@Acorn.example> ten minutes", "Ines@acorn.example"),
        ("to nadia@vendor.example, please", "nadia@vendor.example"),
        ("@nobody, then a@b.example", "a@b.example"),
        ("nobody at all", None),
    ],
)
def test_the_first_address_of_a_text_is_found(text: str, found: str | None) -> None:
    assert first_address(text) == found
