"""HTML becomes the text a person would read, and is made safe before it is shown."""

import pytest

from gateway.mail.html.rendering import html_to_text
from gateway.mail.html.sanitizing import sanitize


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One<p>Two", "One\n\nTwo"),
        ("<div>One</div><div>Two</div>", "One\nTwo"),
        ("<div>One</div><div><br></div><div>Two</div>", "One\n\nTwo"),
        ("One<br>Two<br/><br />Three", "One\nTwo\n\nThree"),
        ("a<b>b</b> <i> c </i> d", "ab c d"),
        ("<p>  much \n\t white   space </p>", "much white space"),
        ("&lt;tag&gt; &amp; &#8364; &nbsp; &nosuch;", "<tag> & € &nosuch;"),
        ("<ul><li>a<ul><li>b</ul><li>c</ul>", "- a\n  - b\n- c"),
        ("<ol start=9><li>a<li>b</ol>", "9. a\n10. b"),
        ("<table><tr><td>a<td>b<tr><td>c</td></tr></table>", "a | b\nc"),
        ("<table><tr><td><p>a</p><p>b</p></td><td>c</td></tr></table>", "a\n\nb\nc"),
        ("<blockquote>a<br>b<blockquote>c</blockquote></blockquote>", "> a\n> b\n>\n>> c"),
        ('<div class="yahoo_quoted">On Monday, x wrote:<br>words</div>', "> On Monday, x wrote:\n> words"),
        ("a<hr>b", f"a\n{'_' * 32}\nb"),
        ("<pre>a\n  b\n\n c</pre>d", "a\n  b\n\n c\n\nd"),
        ("<dl><dt>a<dd>b<dt>c<dd>d</dl>", "a\nb\nc\nd"),
        ("<h1>Title</h1>text", "Title\n\ntext"),
        ("plain words", "plain words"),
        ("", ""),
    ],
)
def test_structure_shows_in_the_text(html: str, text: str) -> None:
    assert html_to_text(html) == text


@pytest.mark.parametrize(
    "html",
    [
        "<!-- secret -->",
        "<!-- secret",
        "<script>secret</script>",
        "<SCRIPT type=x>var a = '</p>secret'</SCRIPT >",
        "<style>secret{}</style>",
        "<title>secret</title>",
        "<!--[if mso]><p>secret</p><![endif]-->",
        '<div style="display:none">secret<p>secret</div>',
        "<span style='DISPLAY : none'>secret</span>",
        '<p style="visibility: hidden">secret</p>',
        '<div style="font-size:0px;color:red">secret</div>',
        '<div style="max-height:0;overflow:hidden">secret</div>',
        '<span style="mso-hide:all">secret</span>',
        "<div hidden>secret</div>",
        "<template>secret</template>",
        "<svg><text>secret</text></svg>",
        '<img src="https://x.example/t.gif" width="1" height="1" alt="secret">',
        '<input value="secret">',
        '<p title="secret"></p>',
    ],
)
def test_what_is_not_shown_is_not_read(html: str) -> None:
    assert "secret" not in html_to_text(f"before {html}")
    assert html_to_text(f"before {html}").startswith("before")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('<a href="https://docs.example/a">the manual</a>', "the manual <https://docs.example/a>"),
        ('<a href="https://docs.example/">docs.example</a>', "docs.example"),
        ('<a href="mailto:ada@acorn.example?subject=x">Ada</a>', "Ada <ada@acorn.example>"),
        ('<a href="mailto:ada@acorn.example">ada@acorn.example</a>', "ada@acorn.example"),
        ('<a href="javascript:alert(1)">x</a>', "x"),
        ('<a href="#top">up</a>', "up"),
        (f'<a href="https://track.example/{"x" * 300}">read</a>', "read"),
        ("<a name=x>anchor</a>", "anchor"),
        (
            '<a href="https://a.example/">one<a href="https://b.example/">two',
            "one <https://a.example/>two <https://b.example/>",
        ),
    ],
)
def test_links_say_where_they_go_when_the_words_do_not(html: str, text: str) -> None:
    assert html_to_text(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("if a < b then", "if a < b then"),
        ("write to <ada@acorn.example> now", "write to <ada@acorn.example> now"),
        ("see <https://x.example/a>", "see <https://x.example/a>"),
        ('<p title="a > b">x</p>', "x"),
        ("never <b closed", "never <b closed"),
        ("</div></p>x</table>", "x"),
        ("<table><td>a</table></td>b", "a\n\nb"),
        ("<img alt='😀'> ok <img alt='chart of sales'> <img alt='logo.png'>", "😀 ok [chart of sales]"),
    ],
)
def test_broken_markup_loses_no_words(html: str, text: str) -> None:
    assert html_to_text(html) == text


def test_outlook_paragraphs_are_lines() -> None:
    lines = ("a", "b", "<o:p>&nbsp;</o:p>", "c")
    assert html_to_text("".join(f"<p class=MsoNormal>{line}</p>" for line in lines)) == "a\nb\n\nc"


def test_the_header_block_of_a_quote_keeps_its_lines() -> None:
    html = (
        "<p>ok</p><div style='border:none;border-top:solid #E1E1E1 1.0pt'><p class=MsoNormal><b>From:</b> Ada &lt;"
        "<a href='mailto:ada@acorn.example'>ada@acorn.example</a>&gt;<br><b>Sent:</b> Monday<br><b>To:</b> x<br>"
        "<b>Subject:</b> y</p></div>"
    )
    assert html_to_text(html).split("\n")[-4:] == [
        "From: Ada <ada@acorn.example>",
        "Sent: Monday",
        "To: x",
        "Subject: y",
    ]


def test_only_pictures_of_the_message_itself_are_shown() -> None:
    shown = sanitize('<p onclick="x()">a<img src="cid:logo"><img src="https://track.example/x.gif"></p>')
    assert 'src="cid:logo"' in shown
    assert "track.example" not in shown
    assert "onclick" not in shown


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        '<a href="javascript:alert(1)">x</a>',
        '<a href="data:text/html,x">x</a>',
        "<iframe src=https://x.example></iframe>",
        "<form action=https://x.example><input name=p></form>",
        "<style>@import 'https://x.example'</style>",
        "<p style='background:url(https://x.example)'>x</p>",
        "<table background='https://x.example/y'></table>",
        "<base href=https://x.example>",
        "<meta http-equiv=refresh content='0;https://x.example'>",
        "<svg onload=alert(1)>",
        "<link rel=stylesheet href=https://x.example>",
    ],
)
def test_nothing_active_or_remote_stays(html: str) -> None:
    shown = sanitize(html)
    assert "x.example" not in shown
    assert "alert(1)" not in shown.replace("&lt;", "<") or "<" not in shown
    assert "javascript" not in shown
    assert "data:" not in shown


def test_links_stay_but_tell_nothing_about_the_reader() -> None:
    assert sanitize('<a href="https://x.example/">x</a>') == (
        '<a href="https://x.example/" rel="noopener noreferrer nofollow">x</a>'
    )


def test_markup_nested_beyond_measure_is_shown_as_text() -> None:
    assert sanitize("<div>" * 5_000 + "words & more") == "<pre>words &amp; more</pre>"
