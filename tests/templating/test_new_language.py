"""A new language is a folder: copied, translated, and nothing else is told of it."""

import shutil
from pathlib import Path

import pytest

from gateway.config import shipped
from gateway.templating import Templates
from gateway.templating.check import check
from tests.golden.write import write

NEW = "qaa"  # ISO 639-2 keeps it free for local use


@pytest.fixture(params=["beside the shipped ones", "in place of the shipped ones"])
def templates(request: pytest.FixtureRequest, tmp_path: Path) -> Templates:
    """Templates with one more language, a copy of another one."""
    folder = tmp_path / "templates"
    source = shipped("templates")
    if request.param == "beside the shipped ones":
        shutil.copytree(source / "mail/en", folder / "mail" / NEW)
        return Templates.load(folder, "en")
    shutil.copytree(source, folder)
    shutil.copytree(source / "mail/en", folder / "mail" / NEW)
    return Templates((folder,), "en")


def test_it_is_found_checked_and_complete(templates: Templates) -> None:
    assert check(templates) == []
    assert [name for name in templates.names() if NEW not in templates.languages(name)] == []


def test_every_mail_can_be_made_in_it(templates: Templates, tmp_path: Path) -> None:
    golden = tmp_path / "golden"
    golden.mkdir()
    write(templates, golden)
    made = {file.name: file.read_text(encoding="utf-8") for file in (golden / NEW).iterdir()}
    assert made == {file.name: file.read_text(encoding="utf-8") for file in (golden / "en").iterdir()}
    assert len(made) == len(templates.names())


def test_its_readers_get_its_words_and_no_excuse(templates: Templates) -> None:
    rendered = templates.render("ack_new_ticket", templates.sample("ack_new_ticket", NEW))
    assert rendered.language == NEW
    assert "not available in your language" not in rendered.text
    assert templates.spoken(NEW) == NEW


@pytest.mark.parametrize("lost", ["closed", "forged"])
def test_what_is_not_translated_yet_is_named(templates: Templates, lost: str) -> None:
    file = templates.folders[0] / "mail" / NEW / "words.toml"
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join(line for line in lines if not line.startswith(f"{lost} =")), encoding="utf-8")
    [fault] = check(Templates(templates.folders, "en"))
    assert fault.file == str(file)
    assert fault.key.endswith(f".{lost}")
