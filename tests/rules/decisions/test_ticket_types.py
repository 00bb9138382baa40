"""How a ticket is sorted by its words before a person has looked."""

import pytest

from gateway.domain.facts import TicketFacts
from gateway.rules.decisions.book import RuleBook


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return RuleBook.load(None)


@pytest.mark.parametrize(
    "words",
    [
        "The import stops at the third file",
        "Invoices came out blank this morning",
        "After the update the list stays empty",
        "The scanner app hangs when two people log in",
        "Seit heute bricht der Export ab: die Übertragung bricht ab",
        "Das Formular bleibt leer",
        "L’édition s’arrête au milieu",
        "De planning blijft leeg",
        "El informe sale en blanco",
    ],
)
def test_a_symptom_is_an_incident_in_whatever_words(book: RuleBook, words: str) -> None:
    assert book.ticket_type.decide(TicketFacts(words))[0] == "incident"


@pytest.mark.parametrize("words", ["How do I leave a field blank?", "Which bus stop is near you?", "Read access"])
def test_a_question_that_sounds_like_a_symptom_stays_a_question(book: RuleBook, words: str) -> None:
    assert book.ticket_type.decide(TicketFacts(words))[0] == "question"
