"""Signed references."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.token import Signer, base32

SIGNER = Signer({"a": b"0123456789abcdef"}, "vendor.example")
NUMBERS = st.integers(min_value=1001, max_value=999_999).map(lambda one: f"T-{one:06d}")


@given(NUMBERS)
def test_a_reply_address_leads_back_to_its_ticket(number: str) -> None:
    assert SIGNER.read_sub_address("reply", SIGNER.sub_address("reply", number)) == number


@given(NUMBERS)
def test_it_survives_a_relay_that_changes_its_case(number: str) -> None:
    detail = SIGNER.sub_address("reply", number)
    assert SIGNER.read_sub_address("reply", detail.lower()) == number
    assert SIGNER.read_sub_address("reply", detail.upper()) == number


@given(NUMBERS, st.integers(min_value=1, max_value=10**12))
def test_a_message_id_survives_any_case_too(number: str, serial: int) -> None:
    written = SIGNER.message_id(number.lower(), serial)
    for seen in (written, written.lower(), written.upper()):
        assert SIGNER.read_message_id(seen) == (number, serial)


@given(NUMBERS, st.data())
def test_one_changed_character_voids_a_reply_address(number: str, data: st.DataObject) -> None:
    detail = SIGNER.sub_address("reply", number)
    place = data.draw(st.integers(0, len(detail) - 1))
    other = data.draw(st.characters(codec="ascii").filter(lambda c: c.lower() != detail[place].lower()))
    assert SIGNER.read_sub_address("reply", detail[:place] + other + detail[place + 1 :]) != number


@given(NUMBERS, st.data())
def test_one_changed_character_voids_a_message_id(number: str, data: st.DataObject) -> None:
    written = SIGNER.message_id(number, 17)
    place = data.draw(st.integers(0, len(written) - 1))
    other = data.draw(st.characters(codec="ascii").filter(lambda c: c.lower() != written[place].lower()))
    assert SIGNER.read_message_id(written[:place] + other + written[place + 1 :]) is None


@given(st.text(max_size=300))
def test_any_text_is_read_without_an_error(text: str) -> None:
    assert SIGNER.read_sub_address("reply", text) is None
    assert SIGNER.read_message_id(text) is None


@pytest.mark.parametrize("purpose", ["bounce", "message", "unsubscribe", ""])
def test_a_signature_is_good_for_one_purpose_only(purpose: str) -> None:
    assert SIGNER.read_sub_address("reply", SIGNER.sub_address(purpose, "T-001001")) is None


def test_a_signature_of_another_gateway_is_none() -> None:
    other = Signer({"a": b"another key, same"}, "vendor.example")
    assert SIGNER.read_sub_address("reply", other.sub_address("reply", "T-001001")) is None
    assert SIGNER.read_message_id(other.message_id("t-001001", 1)) is None


def test_a_message_id_of_another_domain_is_not_ours() -> None:
    assert SIGNER.read_message_id(SIGNER.message_id("t-001001", 1).replace("vendor", "other")) is None


def test_an_old_key_is_read_while_it_is_kept_and_the_first_one_signs() -> None:
    rotated = Signer({"b": b"a new and longer key", **SIGNER.keys}, "vendor.example")
    assert rotated.read_sub_address("reply", SIGNER.sub_address("reply", "T-001001")) == "T-001001"
    assert rotated.sub_address("reply", "T-001001").partition(".")[2].startswith("b")
    assert SIGNER.read_sub_address("reply", rotated.sub_address("reply", "T-001001")) is None


def test_a_key_under_another_name_signs_for_that_name_only() -> None:
    renamed = Signer({"c": SIGNER.keys["a"]}, "vendor.example")
    assert renamed.read_sub_address("reply", SIGNER.sub_address("reply", "T-001001")) is None


def test_a_signature_has_128_bits() -> None:
    assert len(SIGNER.sign("reply", "T-001001")) == 1 + 26


def test_the_reference_alone_is_no_token() -> None:
    for detail in ("T-001001", "T-001001.", ".", "", "T-001001.a", SIGNER.sign("reply", "T-001001")):
        assert SIGNER.read_sub_address("reply", detail) is None


def test_keys_are_never_shown() -> None:
    assert "0123456789abcdef" not in repr(SIGNER)


def test_what_is_signed_is_a_local_part_of_a_mail_address() -> None:
    local = f"support+{SIGNER.sub_address('reply', 'T-001001')}"
    assert len(local) <= 64  # RFC 5321 section 4.5.3.1.1
    assert local.isascii()


@given(st.binary(min_size=16, max_size=16))
def test_base32_is_that_of_the_library(content: bytes) -> None:
    expected = base64.b32encode(content).decode().rstrip("=").lower()
    assert base32(int.from_bytes(content, "big") << 2, 26) == expected
    assert base32(int.from_bytes(content[:3], "big") >> 4, 4) == expected[:4]
