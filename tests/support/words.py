"""Phrases as people read them."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from gateway.domain.phrase import Phrase
from gateway.templating import Templates


@cache
def shipped_templates(language: str = "en") -> Templates:
    """The templates as they are shipped, read once for each default language."""
    return Templates.load(None, language)


def said(phrases: Iterable[Phrase], language: str = "en") -> list[str]:
    """Each of them in a language."""
    return [shipped_templates().say(one, language) for one in phrases]


def broken_templates(folder: Path, name: str = "agent_new_ticket") -> Templates:
    """Templates of which one divides by zero; as a rule that for our engineers."""
    own = folder / "templates"
    (own / "mail" / "en").mkdir(parents=True)
    (own / "mail" / "en" / f"{name}.txt").write_text("Subject: x\n\n{{ ticket.subject.split('/')[1] / 0 }}\n")
    return Templates.load(own, "en")
