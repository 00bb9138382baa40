"""Faults in templates are found before a mail meets them, with file and line."""

from pathlib import Path

import pytest

from gateway.errors import ConfigurationError
from gateway.templating import Templates
from gateway.templating.check import bare, check

SHIPPED = Templates.load(None, "en")
ABOUT_A_LIST = (
    "escalation_rejected_ambiguous",
    "escalation_rejected_incomplete",
    "command_error",
    "command_help",
    "agent_reply_held",
    "request_missing_info",
)  # never an empty one


def faults(folder: Path, content: str, name: str = "ack_new_ticket", language: str = "en") -> list[ConfigurationError]:
    """The faults of one own file; that the others are missing without the shipped folder is left out."""
    file = folder / "mail" / language / f"{name}.txt"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode("utf-8", "surrogateescape"))
    for shipped in (SHIPPED.layout_file(), *SHIPPED.words_files("en")):
        copy = folder / "mail" / shipped.relative_to(SHIPPED.layout_file().parent)
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(shipped.read_bytes())
    found = check(Templates((folder,), language))
    return [fault for fault in found if fault.problem != "is missing."]


def test_the_shipped_templates_have_no_fault() -> None:
    assert check(SHIPPED) == []


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("Subject: x\n\na\nb {{ tickt.number }}\n", "line 4", "tickt is unknown here"),
        ("Subject: x\n\n{{ ticket.numer }}\n", "line 3", "ticket.numer is unknown here"),
        ("Subject: {{ nobody }}\n\ntext\n", "line 1", "nobody is unknown here"),
        ("Subject: x\n\n{% if reopened %}{{ a }}{% endif %}\n", "line 3", "reopened is unknown here"),
        ("Subject: x\n\n{% if plan == 'never' %}\n{{ ticket.wrong }}\n{% endif %}\n", "line 4", "ticket.wrong"),
        ("Subject: x\n\n\n{{ ticket.number | shout }}\n", "line 4", "shout"),
        ("Subject: x\n\n{% if plan %}\nopen\n", "line", "end"),
        ("Subject: x\n\n{% include 'en/other.txt' %}\n", "line 3", "cannot be made"),
        ("Subject: x\n\ntext\n{{ plan }}\n", "line 4", "can be absent"),
        ("Subject: x\n\ntext\n\n{{ ticket.response_due | when }}\n", "line 5", "cannot be made"),
        ("Subject: x\n\n{{ ''.__class__ }}\n", "line 3", "out of a template's reach"),
        ("Subject: x\n\n{{ ticket['__class__'] }}\n", "line 3", "cannot be made"),
        ("Subject: {{ plan or '' }}\n\ntext\n", "line 1", "empty subject"),
        ("Subject: x\n\n{% if plan %}text{% endif %}\n", "line 3", "empty text"),
        ("Hello\n\ntext\n", "line 1", "must be a subject"),
        ("Subject:\n\ntext\n", "line 1", "must be a subject"),
        ("Subject: x\ntext\n", "line 2", "must be empty"),
        ("Subject: \udcff\n\ntext\n", "-", "UTF-8"),
    ],
)
def test_a_fault_is_named_with_file_and_line(tmp_path: Path, content: str, line: str, words: str) -> None:
    found = faults(tmp_path, content)
    assert found
    assert found[0].file == str(tmp_path / "mail/en/ack_new_ticket.txt")
    assert found[0].key.startswith(line)
    assert words in found[0].problem


def test_every_fault_is_reported_not_just_the_first(tmp_path: Path) -> None:
    faults(tmp_path, "Subject: {{ a }}\n\n{{ b }}\n{{ ticket.c }}\n")
    found = faults(tmp_path, "No subject\n", name="burst_alert")
    assert [fault.key for fault in found] == ["line 1", "line 3", "line 4", "line 1"]


def test_a_file_that_is_no_template_is_named(tmp_path: Path) -> None:
    [found] = faults(tmp_path, "Subject: x\n\ntext\n", name="ack_new_tickets")
    assert "is no template" in found.problem


def test_a_language_without_words_is_named(tmp_path: Path) -> None:
    [found] = faults(tmp_path, "Subject: x\n\ntext\n", language="qaa")
    assert found.file.endswith("mail/qaa/words.toml")


def test_a_default_language_without_templates_is_named() -> None:
    [found] = check(Templates.load(None, "qaa"))
    assert found.key == "gateway.language"


def test_names_set_in_the_template_are_known(tmp_path: Path) -> None:
    content = (
        "Subject: x\n\n{% set n = 1 %}{% for phone in vendor.phones %}{{ loop.index + n }} {{ phone }}{% endfor %}.\n"
    )
    assert faults(tmp_path, content) == []


@pytest.mark.parametrize("layout", ["<p>nothing goes here</p>", "{{ body }} {{ body }}"])
def test_a_layout_without_one_place_for_the_text_is_named(tmp_path: Path, layout: str) -> None:
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail/layout.html").write_text(layout)
    [found] = check(Templates.load(tmp_path, "en"))
    assert found.file.endswith("layout.html")


@pytest.mark.parametrize("language", sorted({language for language, _ in SHIPPED.files}))
@pytest.mark.parametrize("name", SHIPPED.names())
def test_no_mail_has_gaps_or_loose_ends(name: str, language: str) -> None:
    full = SHIPPED.sample(name, language)
    for letter in (full, bare(full)):
        text = SHIPPED.render(name, letter).text
        assert "\n\n\n" not in text or (letter is not full and name in ABOUT_A_LIST)
        assert not [line for line in text.splitlines() if line != line.rstrip()]
        assert " ." not in text
        assert " ," not in text
