"""A link whose host looks like another: Cyrillic letters among Latin ones."""

import pytest

from gateway.mail.text.link_hosts import disguised_host
from tests.support.words import shipped_templates

MIXED = "https://v\u0435ndor.example/login?next=1"  # a Cyrillic letter in a Latin name
TRUE_NAME = "xn--vndor-zwe.example"


@pytest.mark.parametrize(
    "link",
    [
        MIXED,
        MIXED.upper(),
        f"https://{TRUE_NAME}/login",
        "http://user:word@v\u0435ndor.example:8080/",
        "help@v\u0435ndor.example",
        "mailto:help@v\u0435ndor.example?subject=x",
    ],
)
def test_a_host_that_mixes_alphabets_is_named_in_ascii(link: str) -> None:
    assert disguised_host(link) == TRUE_NAME


@pytest.mark.parametrize(
    "link",
    [
        "https://vendor.example/v\u0435ndor",
        "https://m\u00fcller.example/",
        "https://\u043f\u0440\u0438\u043c\u0435\u0440.example/",
        "https://\u4f8b\u3048.example",
        "",
    ],
)
def test_names_in_one_alphabet_are_left_as_they_are(link: str) -> None:
    assert disguised_host(link) == ""


def test_it_is_shown_and_no_link() -> None:
    html = shipped_templates("en").html(f"See {MIXED} or https://vendor.example/login", "en")
    assert f"[{TRUE_NAME}]" in html
    assert 'href="https://v\u0435ndor' not in html
    assert 'href="https://vendor.example/login"' in html
