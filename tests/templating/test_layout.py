"""The HTML side of a mail."""

import pytest

from gateway.mail.html.rendering import html_to_text
from gateway.templating import Templates

TEMPLATES = Templates.load(None, "en")


def body(text: str) -> str:
    html = TEMPLATES.html(text, "en")
    return html.split("<div", 1)[1].split(">", 1)[1].rsplit("</div>", 1)[0]


def test_paragraphs_and_lines_are_kept() -> None:
    assert "one<br>\ntwo</p>" in body("one\ntwo\n\nthree\n")
    assert ">three</p>" in body("one\ntwo\n\nthree\n")


def test_everything_in_the_text_is_escaped() -> None:
    html = body('<script>alert("1")</script> & <img src=x onerror=y>\n\nKey<b>: "v"\n\n- <i>\n\n> <u>\n')
    assert not [tag for tag in ("<script", "<img", "<b>", "<i>", "<u>", '"1"') if tag in html]
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("see https://a.example/b?c=1&d=2.", ("https://a.example/b?c=1&amp;d=2", ".")),
        ("(http://a.example/b)", ("http://a.example/b", ")")),
        ("https://a.example/wiki/X_(y)", ("https://a.example/wiki/X_(y)", "")),
        ("<https://a.example/>,", ("https://a.example/", "&gt;,")),
        ("write to user@acorn.example.", ("user@acorn.example", ".")),
    ],
)
def test_links_and_addresses_can_be_clicked(text: str, link: tuple[str, str]) -> None:
    target, after = link
    scheme = "" if "://" in target else "mailto:"
    assert f'href="{scheme}{target}"' in body(text)
    assert f">{target}</a>{after}</p>" in body(text)


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "javascript://a.example/%0aalert(1)",
        "data:text/html,x@y.example",
        "a@b@c.example",
        "@handle",
        "user@localhost",
        "x@y.example?bcc=z",
        'a"onclick="b@c.example',
        "https://" + "x" * 5000,
    ],
)
def test_nothing_else_becomes_a_link(text: str) -> None:
    assert "<a " not in body(text)


def test_a_quote_in_an_address_cannot_leave_its_attribute() -> None:
    assert 'href="https://a.example/&quot;onmouseover=&quot;x"' in body('https://a.example/"onmouseover="x')


def test_lists_and_quotes_are_elements_of_their_own() -> None:
    html = body("Before:\n- one\n- two\n> three\n>\n> four\nafter\n")
    assert html.count("<li") == 2
    assert html.count("<blockquote") == 1
    assert ">three<br>\n<br>\nfour</blockquote>" in html
    assert "&gt;" not in html


def test_keys_stand_out_where_every_line_has_one() -> None:
    assert body("Type: incident\nPriority: high").count("<strong") == 2
    assert "<strong" not in body("Type: incident\nand a line of prose")
    assert "<strong" not in body("At 10:30 we called")


def test_an_indent_is_kept() -> None:
    assert "if x:<br>\n\u00a0\u00a0\u00a0 do()" in body("if x:\n    do()")


def test_the_style_sheet_is_in_the_elements() -> None:
    html = TEMPLATES.html("- a@b.example\n> b\nText\n\nKey: value", "de")
    head, _, mail = html.partition("<body")
    assert "<style" not in mail
    assert head.count("<style") == head.count("@media (prefers-color-scheme: dark)") == 1
    assert "{{" not in html
    assert '<html lang="de">' in html
    for tag in ("<p", "<ul", "<blockquote", "<a"):
        assert 'style="' in html[html.index(tag) :].split(">", 1)[0]


@pytest.mark.parametrize("name", ["ack_new_ticket", "escalation_rejected_incomplete", "license_renewal_notice"])
def test_the_html_side_says_what_the_text_says(name: str) -> None:
    text = TEMPLATES.render(name, TEMPLATES.sample(name, "en")).text
    said = html_to_text(TEMPLATES.html(text, "en"))
    assert said.replace("* ", "- ").split() == text.split()
