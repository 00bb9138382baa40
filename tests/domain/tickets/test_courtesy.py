"""Texts that say thanks and nothing else."""

import pytest

from gateway.domain.tickets.courtesy import words_of
from gateway.rules.decisions.book import RuleBook

COURTESY = RuleBook.load().data.courtesy
NAMES = words_of(("Ines Vogel", "ines@acorn.example", "Nadia Berg"))


@pytest.mark.parametrize(
    "text",
    [
        "Thanks a lot for your help",
        "Thank you, Nadia! We look forward to hearing from you.\n\nKind regards\nInes Vogel",
        "THANKS!!!",
        "Ok, understood. Thank you for the quick reply.",
        "Vielen Dank für die schnelle Antwort!\nViele Grüße, Ines",
        "Herzlichen Dank im Voraus",
        "Bedankt voor de snelle reactie, met vriendelijke groet, Ines",
        "Merci beaucoup pour votre réponse rapide. Cordialement",
        "Muchas gracias por su ayuda, saludos",
        "Grazie mille per la risposta",
        "Muito obrigada pela resposta rápida",
    ],
)
def test_thanks_in_any_language_are_thanks(text: str) -> None:
    assert COURTESY.is_all(text, NAMES)


@pytest.mark.parametrize(
    "text",
    [
        "Thanks. Payroll cannot run this week.",
        "Thank you, but forty people cannot work",
        "Danke, aber die Produktion steht still",
        "Merci, mais personne ne peut imprimer",
        "Payroll cannot run",
        "We have no help at all",
        "",
        "thanks " * 100,
    ],
)
def test_anything_else_is_more_than_thanks(text: str) -> None:
    assert not COURTESY.is_all(text, NAMES)
