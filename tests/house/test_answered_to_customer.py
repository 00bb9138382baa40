"""A mail to our people whose answer goes to the customer says so, in every language."""

import pytest

from gateway.letters.staff import ANSWERED_TO_CUSTOMER
from tests.support.words import shipped_templates

WORDS = {"en": "to the customer", "de": "Kund"}
IN_OTHER_WORDS = {"agent_public_reply", "escalation_new_manager"}  # the customer's own mail; "your words go to them"


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("name", sorted(ANSWERED_TO_CUSTOMER - IN_OTHER_WORDS))
def test_a_mail_says_that_its_answer_goes_to_the_customer(name: str, language: str) -> None:
    assert WORDS[language] in shipped_templates().preview(name, language)
