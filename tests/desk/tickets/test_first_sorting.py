"""How a new ticket is sorted by the words of its sender: type, environment, levels."""

import pytest

from gateway.desk.desk import Desk
from tests.support.desk import case, change, open_case, reply_address, sent, write
from tests.support.people import INES


@pytest.mark.parametrize(
    "subject",
    [
        "Cannot print labels",
        "We can't open the order list",
        "The scanner app doesn't sync",
        "Der Drucker druckt nicht mehr",
        "Die Oberfläche lädt nicht",
        "Wir können seit heute keine Rechnungen drucken",
        "Das Formular lässt sich leider nicht speichern",
        "Warum kann ich keine Rechnung öffnen?",
        "Nothing happens when I click save",
        "La página no carga",
        "Ya no se guardan los pedidos",
        "Impossible d'imprimer",
        "L’écran ne s’affiche plus",
        "Kan niet afdrukken",
        "Het scherm laadt niet",
        "Why can't I log in?",
        "Nothing appears after I press start",
        "Es erscheint nichts nach dem Start",
        "Le bouton ne fait rien",
        "No aparece nada en la lista",
        "De knop doet niets",
    ],
)
def test_what_does_not_do_its_work_is_an_incident_without_any_word_for_a_fault(desk: Desk, subject: str) -> None:
    document = write(desk, INES, "Please have a look.", subject=subject)
    assert case(desk, str(document["ticket"]))["type"] == "incident"


@pytest.mark.parametrize(
    "subject",
    [
        "How do I print labels?",
        "Is it possible to print two labels at once?",
        "Wie kann ich Etiketten drucken?",
        "Kann man das Logo nicht auch links setzen?",
        "Wir benötigen den zweiten Zugang nicht mehr",
        "I do not know where the labels are",
        "Ich weiß es nicht",
        "Nous n'avons plus besoin du second accès",
        "We would like a second printer",
        "Nothing urgent: may I have a second printer?",
        "Tell us about labels",
    ],
)
def test_what_asks_or_no_longer_needs_something_stays_a_question(desk: Desk, subject: str) -> None:
    document = write(desk, INES, "Thank you in advance.", subject=subject)
    assert case(desk, str(document["ticket"]))["type"] == "question"


def test_a_change_stays_a_change_although_something_cannot_be_done_today(desk: Desk) -> None:
    document = write(desk, INES, "Please add a column; today we cannot see the date.", subject="List")
    assert case(desk, str(document["ticket"]))["type"] == "change_request"


@pytest.mark.parametrize(
    ("line", "environment"),
    [
        ("Umgebung: Produktion", "production"),
        ("Umgebung: Produktivsystem", "production"),
        ("Environnement : production", "production"),
        ("Omgeving: productie", "production"),
        ("Entorno: Producción", "production"),
        ("Umgebung: Abnahme", "acceptance"),
        ("Environnement : recette", "acceptance"),
        ("Entorno: pruebas", "test"),
        ("Umgebung: Testsystem", "test"),
        ("Omgeving: ontwikkeling", "development"),
        ("Environnement : préprod", "staging"),
        ("Environment: Blue", "blue"),
    ],
)
def test_an_environment_has_its_usual_name_in_whatever_language(desk: Desk, line: str, environment: str) -> None:
    document = write(desk, INES, f"The list is empty.\n\n{line}\n")
    assert case(desk, str(document["ticket"]))["environment"] == environment


@pytest.mark.parametrize("line", ["Dringlichkeit: dringend", "Urgence : critique", "Urgencia: muy alta"])
def test_an_urgency_in_words_of_everyday_is_a_high_one(desk: Desk, line: str) -> None:
    document = write(desk, INES, f"The list is empty.\n\n{line}\n")
    assert case(desk, str(document["ticket"]))["urgency"] == "high"


def test_the_engineer_reads_which_closed_ticket_a_new_one_follows(desk: Desk) -> None:
    number = open_case(desk, subject="Till is slow")
    change(desk, number, state="closed", solved_at=desk.clock.now())
    document = write(desk, INES, "It began again.", to=reply_address(desk, number), subject="Again")
    told = sent(document, "agent_new_ticket")["text"]
    assert number in told
    assert "Till is slow" in told
