"""The HTML of a reply: its words in their form, and no word more."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.mail.html.excerpt import Excerpt, excerpt

QUOTE = '<div class="gmail_quote">On Monday Ines wrote:<blockquote>The till is slow</blockquote></div>'


def cut(html: str, reply: str, **pictures: str) -> str:
    found = excerpt(html, reply, pictures)
    assert found is not None
    return found.html


@pytest.mark.parametrize(
    ("html", "reply"),
    [
        ("<p>Use the <b>second</b> button.</p>", "Use the *second* button."),
        ('<p>Read <a href="https://docs.example/a">this</a> first.</p>', "Read this <https://docs.example/a> first."),
        ("<ul><li>Stop it</li><li>Start it</li></ul>", "- Stop it\n- Start it"),
        ("<ol><li>Stop it</li><li>Start it</li></ol>", "1. Stop it\n2. Start it"),
        ("<table><tbody><tr><td>Node</td><td>Load</td></tr></tbody></table>", "Node | Load"),
        ("<pre>systemctl restart till\n  --now</pre>", "systemctl restart till\n  --now"),
    ],
)
def test_bold_words_links_lists_tables_and_code_survive(html: str, reply: str) -> None:
    assert cut(html + QUOTE, reply) == html


def test_commands_above_and_the_quotation_and_signature_below_are_cut() -> None:
    html = f"<div>#assign nadia</div><div>Please <i>restart</i> it.</div><div><br></div><div>-- <br>Nadia</div>{QUOTE}"
    assert cut(html, "Please restart it.") == "<div>Please <i>restart</i> it.</div>"


def test_words_that_stand_in_one_paragraph_with_others_are_cut_out_of_it() -> None:
    assert cut("<p>#status pending<br>(Please restart) it!<br>-- <br>Nadia</p>", "(Please restart) it!") == (
        "<p>(Please restart) it!</p>"
    )


def test_a_reply_between_the_lines_of_a_quotation_has_no_html_of_its_own() -> None:
    assert excerpt("<p>Yes.</p><blockquote>Is it so?</blockquote><p>No.</p>", "Yes.\n\nNo.", {}) is None


def test_hidden_words_and_words_the_text_lacks_do_not_come_along() -> None:
    assert (
        excerpt('<p>Please <span style="display:none">they never pay</span>restart it.</p>', "Please restart it.", {})
        is None
    )


def test_scripts_styles_and_remote_pictures_are_removed() -> None:
    html = (
        '<style>p{color:red}</style><script>alert(1)</script><p onclick="x()" style="x">Please '
        '<img src="https://track.example/1.gif"><a href="javascript:alert(1)">restart</a> it.</p>'
    )
    assert cut(html, "Please restart it.") == "<p>Please <a>restart</a> it.</p>"


def test_a_picture_stands_where_it_stood_under_our_name_and_others_go() -> None:
    html = '<p>Press here: <img src="cid:a@x" width="40"> and <img src="cid:b@x">wait.</p><img src="cid:a@x">' + QUOTE
    found = excerpt(html, "Press here: [image: a] and wait.", {"a@x": "1@files"})
    picture = '<img src="cid:1@files" alt="" width="40">'
    assert found == Excerpt(
        f"<p>Press here: {picture} and wait.</p>" + '<img src="cid:1@files" alt="">', frozenset({"a@x"})
    )


def test_empty_lines_and_cells_between_the_words_stay() -> None:
    html = "<div>One</div><div><br></div><table><tbody><tr><td>a</td><td></td><td>b</td></tr></tbody></table>"
    assert cut(html + QUOTE, "One\n\na | b") == html


def test_markup_without_end_costs_no_time() -> None:
    assert excerpt("<div>" * 20_000 + "x", "x", {}) is None
    assert excerpt("<b>x</b>" * 100_000, "x", {}) is None
    assert excerpt("x " * 200_000, "y", {}) is None


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said = ""

    def handle_data(self, data: str) -> None:
        self.said += data


_PIECES = st.sampled_from(
    [
        "<b>",
        "</b>",
        "<p>",
        "</p>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<br>",
        "one",
        "two",
        " ",
        "&lt;b",
        '"',
        "<li>",
        "3",
        "<blockquote>",
        "</blockquote>",
        "<pre>",
        "\n",
    ]
)


@given(st.lists(_PIECES, max_size=30), st.lists(_PIECES, max_size=30), st.lists(_PIECES, max_size=30))
def test_an_excerpt_says_the_reply_and_nothing_else(before: list[str], inside: list[str], behind: list[str]) -> None:
    html = "".join(f"inside {piece}" for piece in before) + "".join(inside) + "".join(behind)
    reply = re.sub("&lt;", "<", re.sub("<[^>]*>", "", "".join(inside)))
    found = excerpt(html, reply, {})
    if found is not None:
        reader = _Text()
        reader.feed(found.html)
        reader.close()
        letters = [c for c in reply if c.isalnum()]
        said = [c for c in reader.said if c.isalnum()]
        assert said == letters or said == [c for c in letters if not c.isdigit()]
