"""Phrases as people read them."""

from collections.abc import Iterable
from functools import cache

from gateway.domain.phrase import Phrase
from gateway.templating import Templates


@cache
def shipped_templates(language: str = "en") -> Templates:
    """The templates as they are shipped, read once for each default language."""
    return Templates.load(None, language)


def said(phrases: Iterable[Phrase], language: str = "en") -> list[str]:
    """Each of them in a language."""
    return [shipped_templates().say(one, language) for one in phrases]
