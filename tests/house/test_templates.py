"""Every letter has its templates in every language, every template its letter, and no customer reads our own words."""

import re
import tomllib
from pathlib import Path

import pytest

from gateway.config import Gateway
from gateway.letters.catalog import LETTERS
from gateway.templating import Templates

SHIPPED = Path(__file__).parents[2] / "templates" / "mail"
LANGUAGES = sorted(folder.name for folder in SHIPPED.iterdir() if folder.is_dir())
NAMES = [name for letter in LETTERS for name in letter.TEMPLATES]
TEMPLATES = Templates.load(None, "en")
INTERNAL = {name for letter in LETTERS if letter.AUDIENCE == "vendor" for name in letter.TEMPLATES}
COMMAND = re.compile(r"#[a-z]")
OUR_OWN_FIELDS = (
    "ticket.assignee",
    "escalation.manager ",
    "escalation.level",
    "escalation.early",
    "escalation.channel",
)


def test_no_name_belongs_to_two_letters() -> None:
    assert len(NAMES) == len(set(NAMES))


def written_in(language: str) -> set[str]:
    return {file.stem for file in (SHIPPED / language).glob("*.txt")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_has_a_letter(language: str) -> None:
    assert written_in(language) <= set(NAMES)


def test_every_template_has_a_file_in_the_language_that_stands_in_for_others() -> None:
    assert written_in(Gateway.model_fields["language"].default) == set(NAMES)


def test_a_template_looks_like_the_mail_it_makes() -> None:
    for file in SHIPPED.glob("*/*.txt"):
        first, second, *_ = file.read_text(encoding="utf-8").split("\n")
        assert first.startswith("Subject: "), file
        assert second == "", file


@pytest.mark.parametrize(
    ("name", "language"), [(name, one) for one in LANGUAGES for name in sorted(written_in(one) - INTERNAL)]
)
def test_a_customers_mail_has_none_of_our_own_words(name: str, language: str) -> None:
    inside = tomllib.loads((SHIPPED / language / "words.toml").read_text(encoding="utf-8"))["inside"]
    mail = TEMPLATES.preview(name, language).lower()
    assert inside
    assert not [word for word in inside if re.search(rf"\b{re.escape(word)}\b", mail)]
    assert not COMMAND.findall(mail)
    source = (SHIPPED / language / f"{name}.txt").read_text(encoding="utf-8")
    assert not [field for field in OUR_OWN_FIELDS if field in source]


def test_no_shipped_mail_names_a_vendor() -> None:
    for file in SHIPPED.glob("*/*.txt"):
        source = file.read_text(encoding="utf-8")
        assert not re.search(r"https?://|@(?!company\.example)\w", source), file
