"""What customers write of an escalation that we call resolved, and how often they hear of one."""

import pytest

from gateway.domain.escalations.cadence import read_cadence
from tests.support.desk import shipped_rules

MEANT = {
    "confirms": (
        "works, thanks",
        "It works again, thank you!",
        "Confirmed, everything is back to normal.",
        "It\u2019s solved for us.",
        "Danke, läuft wieder alles.",
        "Wir bestätigen, das Problem ist behoben.",
        "Merci, ça fonctionne.",
        "C'est résolu",
        "Het werkt, bedankt",
        "Is opgelost!",
        "Ya funciona, gracias",
        "Está resuelto.",
    ),
    "denies": (
        "It is still slow.",
        "Sorry, this doesn't work for us. Will you look again?",
        "It worked for an hour, then it happened again.",
        "Geht immer noch nicht!",
        "Der Fehler ist leider wieder aufgetreten.",
        "Ça ne marche pas",
        "Le problème persiste.",
        "Nog steeds hetzelfde",
        "Het werkt niet",
        "Sigue sin funcionar",
        "Ha vuelto el error",
    ),
    "unclear": (
        "",
        "Thank you!",
        "Thanks, we will test it.",
        "Does it work for others?",
        "It works, but only on Mondays.",
        "We cannot confirm that it works.",
        "Sobald es läuft, melden wir uns.",
        "Est-ce que ça fonctionne chez les autres ?",
        "Werkt het ook zonder?",
        "No lo sé, lo vamos a probar",
        "It works. " + "By the way, our people have more wishes. " * 20,
    ),
}


@pytest.mark.parametrize("meaning", MEANT)
def test_r48_what_a_customers_answer_means(meaning: str) -> None:
    answers = shipped_rules().data.escalation_life.answers
    assert {text: answers.meaning(text) for text in MEANT[meaning]} == dict.fromkeys(MEANT[meaning], meaning)


@pytest.mark.parametrize(
    ("text", "read"),
    [("cadence=4h", "4h"), ("cadence: 90 m", "90m"), ("2D", "2d"), ("8bh", "8bh")]
    + [(text, None) for text in ("", "4", "h", "0h", "10m", "31d", "4 weeks", "4h 2d", "-4h", "99999d")],
)
def test_r44_a_cadence_is_a_sensible_time(text: str, read: str | None) -> None:
    found = read_cadence(text)
    assert (found.text if found else None) == read
