"""The fields of an escalation, however people write them."""

import pytest

from gateway.desk.desk import Desk
from tests.support.desk import escalate, open_case, reply_address, sent, write
from tests.support.people import ESCALATION, INES

EARLY = "2026-03-02T10:30:00+01:00"  # before the response target of a ticket of Monday morning


@pytest.mark.parametrize(
    "text",
    [
        "Grund: keine Antwort\nGeschäftliche Auswirkung: vierzig Leute stehen still",
        "Raison : aucune réponse\nImpact métier : quarante personnes sont bloquées",
        "Reden: geen antwoord\nBedrijfsimpact: veertig mensen staan stil",
        "Motivo: sin respuesta\nImpacto en el negocio: cuarenta personas están paradas",
        "REASON: no answer\nBUSINESS IMPACT: forty people are stuck",
        "Reason\nno answer\n\nBusiness impact\nforty people are stuck",
        "**Reason:** no answer\n**Business impact:** forty people are stuck",
        "*Reason*: no answer\n*Business impact*: forty people are stuck",
        "- Reason: no answer\n- Business impact: forty people are stuck",
        "1. Reason: no answer\n2. Business impact: forty people are stuck",
        "Reason - no answer\nBusiness impact - forty people are stuck",
        "Reason = no answer\nBusiness impact = forty people are stuck",
        "Hello, Reason: no answer. Business impact: forty people are stuck",
        "Reason:\n\nno answer\n\nBusiness impact:\n\nforty people\nare stuck\n\nRegards",
        "Reason\uff1ano answer\nImpact\uff1aforty people are stuck",
    ],
)
def test_fields_are_read_however_people_write_them(desk: Desk, text: str) -> None:
    number = open_case(desk)
    document = escalate(desk, number, text)
    assert (document["decision"], document["missing"]) == ("accept", [])


@pytest.mark.parametrize(
    "html",
    [
        "<p>Ticket: T-001001</p><p><b>Reason:</b> no answer</p><p><b>Business impact:</b> forty people are stuck</p>",
        "<h3>Ticket</h3><p>T-001001</p><h3>Reason</h3><p>no answer</p><h3>Impact</h3><p>forty people are stuck</p>",
        "<table><tr><td>Ticket</td><td>T-001001</td></tr><tr><td>Reason</td><td>no answer</td></tr>"
        "<tr><td>Business impact</td><td>forty people are stuck</td></tr></table>",
        "<ul><li>Ticket: T-001001</li><li>Reason: no answer</li><li>Business impact: forty people are stuck</li></ul>",
    ],
)
def test_fields_are_read_from_html(desk: Desk, html: str) -> None:
    open_case(desk)
    assert write(desk, INES, "", to=ESCALATION, html=html)["decision"] == "accept"


def test_a_mail_in_german_is_answered_in_german(desk: Desk) -> None:
    number = open_case(desk)
    text = f"Ticketnummer: {number}\nGrund: Wir warten seit gestern auf eine Antwort und es ist nichts geschehen.\n"
    answer = sent(escalate(desk, None, text), "escalation_rejected_incomplete")
    assert "Geschäftliche Auswirkung:" in answer["text"]


def test_a_word_inside_a_sentence_is_no_label(desk: Desk) -> None:
    number = open_case(desk)
    assert escalate(desk, number, "No reason or impact.")["missing"] == ["reason", "business_impact"]


def test_what_stands_in_the_subject_counts_where_the_text_does_not_say_it(desk: Desk) -> None:
    number = open_case(desk)
    subject = f"{number}, reason: no answer, business impact: forty people are stuck"
    document = write(desk, INES, "Please look at this.", to=ESCALATION, subject=subject)
    assert (document["decision"], document["missing"]) == ("accept", [])


def test_the_text_counts_before_the_subject(desk: Desk) -> None:
    number = open_case(desk)
    subject = f"{number}, business impact: forty people are stuck"
    document = write(desk, INES, "Reason: no answer\nBusiness impact: -", to=ESCALATION, subject=subject)
    assert document["missing"] == []


def test_a_number_in_a_line_that_the_writer_quotes_does_not_compete_with_the_one_they_name(desk: Desk) -> None:
    first, second = open_case(desk), open_case(desk, subject="Printer is loud")
    text = f"This is about {second}.\nReason: slow\nBusiness impact: nobody can print\n\n> You spoke of {first} then."
    document = write(desk, INES, text, to=ESCALATION, subject="Urgent")
    assert (document["decision"], document["ticket"]) == ("accept", second)


def test_the_subject_of_a_thread_is_no_impact(desk: Desk) -> None:
    number = open_case(desk, subject="Till is slow since Monday for 40 people")
    text = "Summary: opening an order takes two minutes"
    document = write(
        desk,
        INES,
        text,
        to=reply_address(desk, number),
        cc=ESCALATION,
        subject=f"Re: [{number}] Till is slow since Monday for 40 people",
    )
    assert (document["decision"], document["missing"]) == ("incomplete", ["business_impact"])
