"""The page of the demo: everything is on it, and nothing on it does anything."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise

import pytest

from gateway.demo.page.letters import defused, inert
from gateway.demo.page.views import MailView, Page
from gateway.demo.page.write import case_keys, page, render, write_page
from gateway.demo.play import Played

HOSTILE = '"><script>alert(1)</script><img src=//evil.example/x onerror=alert(1)>'


@dataclass
class Read(HTMLParser):
    """The tags of a page with their attributes, and its text."""

    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def values(self, *names: str) -> list[str]:
        """The values of all attributes of these names."""
        return [attributes[name] for _, attributes in self.tags for name in names if name in attributes]

    @property
    def text(self) -> str:
        """All of it, with single blanks."""
        return " ".join(" ".join(self.words).split())


def read(html: str) -> Read:
    reader = Read()
    reader.feed(html)
    return reader


@pytest.fixture(scope="module")
def shown(played: Played) -> Page:
    return page(played.desk, played.entries)


@pytest.fixture(scope="module")
def html(shown: Page) -> str:
    return render(shown)


def mails(shown: Page) -> Iterator[MailView]:
    for step in shown.steps:
        if step.arrived:
            yield step.arrived
        yield from (one.mail for one in step.outgoing)


def test_every_mail_that_came_in_or_was_written_is_on_the_page(played: Played, shown: Page, html: str) -> None:
    text = read(html).text
    incoming = [entry for entry in played.entries if entry.arrived]
    outgoing = [mail for entry in played.entries for mail in entry.outgoing]
    assert len(list(mails(shown))) == len(incoming) + len(outgoing)
    for mail in mails(shown):
        assert " ".join(mail.subject.split()) in text
        assert all(" ".join(line.split()) in text for line in mail.text.splitlines())


def test_a_mail_stands_there_formatted_and_as_text(html: str) -> None:
    assert "<b>more than two spot colors</b>" in html
    assert "The same as plain text" in html
    assert 'src="data:image/png;base64,' in html


def test_each_decision_has_its_rule_and_reason(shown: Page, html: str) -> None:
    text = read(html).text
    for step in shown.steps:
        assert step.ground.why.endswith(".")
        assert " ".join(f"{step.ground.rule} {step.ground.why}".split()) in text
    assert all(step.ground.rule for step in shown.steps if step.arrived)


def test_who_reads_a_mail_is_named_with_their_role(shown: Page) -> None:
    letters = {one.template: one for step in shown.steps for one in step.outgoing}
    readers = [(one.name, one.role) for one in letters["escalation_ack"].readers]
    assert readers == [("Nora Lindqvist", "Halden Logistics"), ("Clara Lund", "customer success manager")]
    assert letters["agent_new_ticket"].audience_words == "Stays inside"


def test_a_scene_stands_with_the_case_it_is_about(played: Played) -> None:
    keys = dict(zip((entry.name for entry in played.entries), case_keys(played.entries), strict=True))
    assert keys["complaint"] == keys["completed"] == keys["stranger"] == keys["proofs"]
    assert keys["forged"] == keys["escalation"] == keys["transfer"]
    assert keys["bounce"] == keys["snooze"] == keys["renewal"] == "LIC-2041"


def test_a_case_shows_its_clocks_people_and_notes(shown: Page) -> None:
    case = next(case for case in shown.cases if case.title == "Read access for an auditor")
    assert [(clock.name, clock.says[:4]) for clock in case.clocks] == [
        ("First response", "met,"),
        ("Resolution", "in 2"),
    ]
    assert [one.name for one in case.people] == ["Nora Lindqvist"]
    assert [(note.author, note.inside) for note in case.notes][:3] == [
        ("Nora Lindqvist", False),
        ("Ines Okafor", True),
        ("Ines Okafor", True),
    ]


def test_nothing_is_loaded_from_anywhere_and_nothing_runs(html: str) -> None:
    reader = read(html)
    assert {tag for tag, _ in reader.tags} & {
        "script",
        "link",
        "iframe",
        "object",
        "form",
        "base",
        "svg",
        "input",
    } == set()
    assert all(value.startswith("#") for value in reader.values("href", "action"))
    assert all(value.startswith("data:image/") for value in reader.values("src"))
    assert reader.values("srcset", "background", "style", "ping") == []
    assert not [name for _, attributes in reader.tags for name in attributes if name.startswith("on")]
    assert "default-src 'none'" in " ".join(reader.values("content"))
    assert not re.search(r"@import|url\(", str(files("gateway.demo.page").joinpath("page.css").read_text("utf-8")))


def test_the_trap_in_the_forged_mail_is_shown_and_named_and_dead(shown: Page, html: str) -> None:
    forged = next(step.arrived for step in shown.steps if step.ground.rule == "intake/forged")
    assert forged is not None
    assert set(forged.defused) == {"a script", "a form", "a frame", "a redirect", "a remote picture"}
    assert '<a title="https://fernfeld-helpdesk.example/login">sign in to Fernfeld</a>' in html


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>",
        "<img src=https://evil.example/x.gif>",
        "<img src=//evil.example/x.gif onerror=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a title='&quot;><script>' href='https://evil.example'>x</a>",
        "<p style='background:url(https://evil.example)'>x</p>",
        "<style>@import 'https://evil.example'</style>",
        "<svg><a href='https://evil.example' onload=alert(1)>x</a></svg>",
        "<form action=https://evil.example><button>x</button></form>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<meta http-equiv=refresh content='0;url=https://evil.example'>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "</div></main></html><details open ontoggle=alert(1)>",
        "<img src='cid:other'><input autofocus onfocus=alert(1)>",
    ],
)
def test_hostile_markup_is_inert(markup: str) -> None:
    reader = read(inert(f"<p>before</p>{markup}", {"known": "data:image/png;base64,AA"}))
    assert "before" in reader.text
    for tag, attributes in reader.tags:
        assert tag in ("p", "a", "img", "table", "div", "details")
        assert set(attributes) <= {"title", "alt"}


def test_a_heading_of_a_mail_is_no_heading_of_the_page_above_its_own() -> None:
    assert inert("<h1>Sale</h1>", {}) == "<h5>Sale</h5>"


def test_text_that_looks_like_markup_stays_as_it_was_written() -> None:
    assert inert('<p>&lt;a href="x"&gt; and href="y"</p>', {}) == '<p>&lt;a href="x"&gt; and href="y"</p>'


def test_a_plain_mail_is_defused_of_nothing() -> None:
    assert defused("<p>The form has a script and a frame; see <a href='https://x.example'>there</a></p>") == ()


def test_hostile_words_in_any_field_are_only_words(shown: Page) -> None:
    case = shown.cases[0]
    step = case.steps[0]
    assert step.arrived is not None
    arrived = replace(step.arrived, sender=HOSTILE, subject=HOSTILE, text=HOSTILE, html=None, files=(HOSTILE,))
    evil = replace(
        case, title=HOSTILE, owner=HOSTILE, steps=(replace(step, title=HOSTILE, note=HOSTILE, arrived=arrived),)
    )
    reader = read(render(replace(shown, cases=(evil,))))
    assert "script" not in {tag for tag, _ in reader.tags}
    assert reader.text.count("<script>alert(1)</script>") >= 6


def test_headings_are_real_and_skip_no_level(html: str) -> None:
    levels = [int(tag[1]) for tag, _ in read(html).tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_every_link_leads_to_a_place_that_is_there_once(html: str) -> None:
    reader = read(html)
    ids = reader.values("id")
    assert len(ids) == len(set(ids))
    assert {value.removeprefix("#") for value in reader.values("href")} <= set(ids)
    assert set(reader.values("aria-labelledby")) <= set(ids)


def test_the_page_is_one_file_in_the_folder(played: Played) -> None:
    path = write_page(played.desk, played.place.folder, played.entries)
    assert path == (played.place.folder / "index.html").resolve()
    assert path.read_text(encoding="utf-8").startswith("<!doctype html>")


PAIRS = [
    *((front, back) for front in ("ink", "dim", "link") for back in ("ground", "paper")),
    *((name, "paper") for name in ("done", "refused", "aside", "quiet", "customer", "vendor")),
    *((name, f"{name}-soft") for name in ("done", "refused", "aside", "quiet", "customer", "vendor", "kept")),
    *(("ink", back) for back in ("soft", "aside-soft", "kept-soft", "vendor-soft")),
    ("dim", "soft"),
    ("dim", "vendor-soft"),
    ("link", "kept-soft"),
]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_words_stand_out_from_what_is_behind_them(scheme: int) -> None:
    """At least 4.5 to 1 (WCAG 2.2, level AA)."""
    style = files("gateway.demo.page").joinpath("page.css").read_text("utf-8")
    block = style.split("@media (prefers-color-scheme: dark)")[scheme]
    colors = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block[: block.index("}")]))
    weak = {pair: ratio for pair in PAIRS if (ratio := contrast(colors[pair[0]], colors[pair[1]])) < 4.5}
    assert weak == {}


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
