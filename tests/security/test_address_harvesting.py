"""VRFY, EXPN and guessing by RCPT (CWE-204): nobody learns the people behind an address from the door."""

import pytest

from tests.support.edge import QUICK, UNTRUSTED, OpenEdge

ASKED = ["support@vendor.example", "engineer@vendor.example", "nobody@vendor.example", "root", "<support>", "list"]


@pytest.mark.parametrize("command", ["VRFY", "EXPN", "vrfy", "expn"])
def test_every_question_for_an_address_has_the_same_answer(open_edge: OpenEdge, command: str) -> None:
    edge = open_edge(authentication=UNTRUSTED, limits=QUICK)
    with edge.client() as client:
        client.say("EHLO client.example")
        answers = {client.say(f"{command} {address}") for address in ASKED}
    assert len(answers) == 1
    assert answers.pop()[:3] in ("252", "502")


def test_people_of_ours_are_refused_like_anybody_who_does_not_exist(open_edge: OpenEdge) -> None:
    edge = open_edge(authentication=UNTRUSTED, limits=QUICK)
    with edge.client() as client:
        client.say("EHLO client.example")
        client.say("MAIL FROM:<user@acorn.example>")
        assert len({client.say(f"RCPT TO:<{name}@vendor.example>") for name in ("engineer", "nobody", "ceo")}) == 1


@pytest.mark.parametrize("command", ["EXPN {}", "RCPT TO:<{}@vendor.example>"])
def test_who_tries_many_names_is_sent_away(open_edge: OpenEdge, command: str) -> None:
    edge = open_edge(authentication=UNTRUSTED, limits=QUICK | {"errors": 10})
    with edge.client() as client:
        client.say("EHLO client.example")
        client.say("MAIL FROM:<user@acorn.example>")
        replies = [client.say(command.format(f"guess{number}")) for number in range(10)]
        assert client.reply().startswith("421")
    assert all(reply.startswith("5") for reply in replies)
