"""Authentication-Results fields: what servers write is read, what an author smuggles in is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.mail.identity.authentication_results import (
    MAX_FIELD,
    read_arc_authentication_results,
    read_authentication_results,
)

FULL = (
    "mx.vendor.example; spf=pass (a host (of many)) smtp.mailfrom=ada@acorn.example;"
    'dkim=pass (signature was verified) header.d="acorn.example" header.b="Ab/c=="; dmarc=pass action=none'
    " header.from=Acorn.Example"
)


def results(value: str) -> list[tuple[str, str]]:
    return [(one.method, one.result) for one in read_authentication_results(value).results]


def test_a_field_of_a_usual_server_is_read() -> None:
    found = read_authentication_results(FULL)
    assert found.authserv_id == "mx.vendor.example"
    assert results(FULL) == [("spf", "pass"), ("dkim", "pass"), ("dmarc", "pass")]
    assert found.of("spf")[0].property("smtp.mailfrom") == "ada@acorn.example"
    assert found.of("dkim")[0].property("header.d") == "acorn.example"
    assert found.of("dmarc")[0].property("header.from") == "acorn.example"


def test_a_field_without_a_server_is_read_but_names_nobody() -> None:
    value = (
        "spf=pass (sender IP is 192.0.2.7) smtp.mailfrom=acorn.example; dkim=none (message not signed)"
        " header.d=none;dmarc=bestguesspass action=none header.from=acorn.example;compauth=pass reason=109"
    )
    found = read_authentication_results(value)
    assert found.authserv_id == ""
    assert results(value) == [("spf", "pass"), ("dkim", "none"), ("dmarc", "bestguesspass"), ("compauth", "pass")]


@pytest.mark.parametrize("value", ["mx.vendor.example; none", "MX.Vendor.example 1; none", "mx.vendor.example"])
def test_a_field_without_results_has_none(value: str) -> None:
    found = read_authentication_results(value)
    assert (found.authserv_id, found.results, found.void) == ("mx.vendor.example", (), False)


@pytest.mark.parametrize(
    "value",
    [
        "mx.vendor.example 2; dmarc=pass header.from=acorn.example",
        "mx.vendor.example 1 1; dmarc=pass header.from=acorn.example",
        'mx.vendor.example; dmarc=pass header.from=acorn.example; spf=fail smtp.mailfrom="evil',
        "mx.vendor.example; dmarc=pass header.from=acorn.example (evil",
        "mx.vendor.example; spf=fail smtp.helo=x) ; dmarc=pass header.from=acorn.example",
        "mx.vendor.example; dmarc=pass header.from=acorn.example" + "; x=y" * 60,
        "mx.vendor.example; dmarc=pass header.from=acorn.example" + " " * MAX_FIELD,
        "mx.vendor.example; dmarc=pass header.from=acorn.example " + "(" * 30 + ")" * 30,
    ],
)
def test_a_void_field_names_its_server_and_proves_nothing(value: str) -> None:
    found = read_authentication_results(value)
    assert (found.authserv_id, found.results, found.void) == ("mx.vendor.example", (), True)


@pytest.mark.parametrize(
    ("value", "mail_from"),
    [
        ('mx; spf=pass smtp.mailfrom="acorn.example"@evil.example', "acorn.example@evil.example"),
        ('mx; spf=pass smtp.mailfrom="a b; dmarc=pass"@evil.example', "a b; dmarc=pass@evil.example"),
        ('mx; spf=pass smtp.mailfrom="a\\" ; dmarc=pass"@evil.example', 'a" ; dmarc=pass@evil.example'),
        ("mx; spf=pass smtp.mailfrom=acorn.example(x)@evil.example", "acorn.example@evil.example"),
        ("mx; spf=pass smtp.mailfrom=acorn.example @evil.example", "acorn.example@evil.example"),
    ],
)
def test_a_quoted_address_is_one_value_with_its_domain(value: str, mail_from: str) -> None:
    found = read_authentication_results(value)
    assert results(value) == [("spf", "pass")]
    assert found.of("spf")[0].property("smtp.mailfrom").replace('"@', "@") == mail_from


def test_a_property_that_stands_twice_with_different_values_has_none() -> None:
    found = read_authentication_results("mx; dmarc=pass header.from=acorn.example header.from=evil.example")
    assert found.of("dmarc")[0].property("header.from") == ""


def test_a_version_of_a_method_is_left_out() -> None:
    assert results("mx; dkim/1=pass header.d=acorn.example") == [("dkim", "pass")]
    assert results("mx; dkim / 1 = pass header.d=acorn.example") == [("dkim", "pass")]


@pytest.mark.parametrize("version", ["2", "0", "11", "1/1", "x"])
def test_a_method_in_a_version_that_does_not_exist_says_nothing(version: str) -> None:
    assert results(f"mx; dkim/{version}=pass header.d=acorn.example; spf=pass") == [("spf", "pass")]


def test_the_job_of_a_server_is_no_part_of_its_name() -> None:
    assert read_authentication_results("mx.vendor.example/20260303-7; spf=pass").authserv_id == "mx.vendor.example"


def test_a_field_of_arc_is_read_behind_its_instance() -> None:
    found = read_arc_authentication_results("i=2; lists.example; dmarc=pass header.from=acorn.example")
    assert (found.authserv_id, found.of("dmarc")[0].result) == ("lists.example", "pass")
    assert read_arc_authentication_results("lists.example; dmarc=pass").void


@given(st.text(alphabet=';=()"\\ \tabspfdmarc.@', max_size=300))
def test_any_text_is_read_without_an_error(value: str) -> None:
    found = read_authentication_results(value)
    assert not (found.void and found.results)


@pytest.mark.parametrize("piece", [";", "(", ")", '"', "\\", "=", "a", "(a)", '""', 'a="b;'])
def test_a_huge_field_is_void(piece: str) -> None:
    assert read_authentication_results(piece * 100_000).void
