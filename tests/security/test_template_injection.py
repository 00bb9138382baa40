"""Template syntax in mail stays text, wherever it stands: subject, name, body, fields, file names."""

import pytest

from gateway.desk.desk import Desk
from gateway.desk.timers.tick import tick
from tests.support.desk import Document, case, deliver, escalate, letter, moment, open_case, reply_address, sent, write
from tests.support.people import INES, NADIA

ATTACKS = [
    "{{ 7 * 191 }}",
    "{{ vendor.support_address }}",
    "{% for x in range(10) %}1337{% endfor %}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ ticket.__init__.__globals__ }}",
    "{# comment #}visible",
    "${7*191} #{7*191} <%= 7*191 %>",
    "{{ '%s' | format(vendor) }} {0.__class__} %(name)s",
]


def shown(document: Document) -> str:
    return "\n".join(one["headers"]["Subject"] + "\n" + one["text"] for one in document["outgoing"])


@pytest.mark.parametrize("attack", ATTACKS)
def test_in_a_subject_it_is_repeated_as_it_stands(desk: Desk, attack: str) -> None:
    document = write(desk, INES, "x", subject=attack)
    assert sent(document, "ack_new_ticket")["headers"]["Subject"] == f"[T-001001] {attack}"
    assert "1337" not in shown(document).replace(attack, "")
    assert case(desk, "T-001001")["subject"] == attack


@pytest.mark.parametrize("attack", ATTACKS)
def test_in_a_text_it_is_repeated_as_it_stands(desk: Desk, attack: str) -> None:
    document = write(desk, INES, attack)
    assert attack in sent(document, "agent_new_ticket")["text"]
    assert "1337" not in shown(document).replace(attack, "")


@pytest.mark.parametrize("attack", ATTACKS)
def test_in_a_name_it_is_repeated_as_it_stands(desk: Desk, attack: str) -> None:
    quoted = attack.replace('"', "'")
    document = write(desk, f'"{quoted}" <someone@acorn.example>')
    assert "1337" not in shown(document).replace(quoted, "")
    assert quoted in sent(document, "ack_new_ticket")["text"]


@pytest.mark.parametrize("attack", ATTACKS)
def test_in_the_fields_of_an_escalation_it_is_repeated_as_it_stands(desk: Desk, attack: str) -> None:
    number = open_case(desk)
    document = escalate(desk, number, f"Reason: slow\nBusiness impact: {attack} is what we have to bear")
    assert document["decision"] == "accept"
    assert attack in sent(document, "escalation_new_manager")["text"]
    assert "1337" not in shown(document).replace(attack, "")


@pytest.mark.parametrize("attack", ATTACKS)
def test_in_an_engineers_answer_it_is_sent_as_it_stands(desk: Desk, attack: str) -> None:
    number = open_case(desk)
    document = write(desk, NADIA, f"Write {attack} there.", to=reply_address(desk, number))
    assert f"Write {attack} there." in sent(document, "agent_public_reply")["text"]


@pytest.mark.parametrize("attack", ATTACKS)
def test_in_html_it_is_escaped_with_the_rest(desk: Desk, attack: str) -> None:
    write(desk, INES, "x", subject=f"<script>{attack}</script>")
    with desk.store.read() as work:
        text = work.outbox.listing(None, None)[0].text
    page = desk.templates.html(f"{text}\n<script>{attack}</script>", "en")
    assert "<script" not in page.lower()


def test_in_an_encoded_word_it_is_no_better(desk: Desk) -> None:
    content = letter(INES, "x").as_bytes().replace(b"Subject: A question", b"Subject: =?utf-8?q?=7B=7B7*191=7D=7D?=")
    assert sent(deliver(desk, content), "ack_new_ticket")["headers"]["Subject"] == "[T-001001] {{7*191}}"


@pytest.mark.parametrize("attack", ATTACKS)
def test_in_what_waits_for_a_person_it_is_shown_as_it_stands(desk: Desk, attack: str) -> None:
    write(desk, INES, "Close it.", subject=attack, proof="fail")
    fired = tick(desk, moment("2026-03-04T08:00:00+01:00")).outgoing
    with desk.store.read() as work:
        [digest] = [one for number in fired if (one := work.outbox.show(number)).template == "quarantine_digest"]
    assert attack in digest.text
    assert "1337" not in digest.text.replace(attack, "")


@pytest.mark.parametrize("attack", ATTACKS)
def test_in_a_file_name_and_a_reply_it_stays_what_it_is(desk: Desk, attack: str) -> None:
    number = open_case(desk)
    name = f"{attack.replace('/', '')}.txt"
    document = write(desk, INES, attack, to=reply_address(desk, number), subject=attack, files={name: b"x"})
    assert attack in sent(document, "agent_reply_arrived")["text"]
    assert "1337" not in shown(document).replace(attack, "")
    assert "1337" not in str(case(desk, number)["notes"][-1]["attachments"]).replace(attack, "")
