"""The mails that leave, compared with the files in tests/golden (its README says how to write them again)."""

from pathlib import Path

import pytest

from gateway.templating import Templates

GOLDEN = Path(__file__).parents[1] / "golden"
TEMPLATES = Templates.load(None, "en")
MAILS = [(language, name) for name in TEMPLATES.names() for language in TEMPLATES.languages(name)]


@pytest.mark.parametrize(("language", "name"), MAILS)
def test_a_mail_leaves_as_its_golden_file_says(language: str, name: str) -> None:
    assert TEMPLATES.preview(name, language) == (GOLDEN / language / f"{name}.txt").read_text(encoding="utf-8")


def test_no_golden_mail_is_left_over() -> None:
    assert {(file.parent.name, file.stem) for file in GOLDEN.glob("*/*.txt")} == set(MAILS)


def test_the_html_side_leaves_as_its_golden_file_says() -> None:
    rendered = TEMPLATES.render("escalation_ack", TEMPLATES.sample("escalation_ack", "en"))
    html = TEMPLATES.html(rendered.text, rendered.language)
    assert html == (GOLDEN / "layout.html").read_text(encoding="utf-8")
