"""Long lists of phrases are found wherever a text says one of them."""

from hypothesis import given
from hypothesis import strategies as st

from gateway.mail.text.phrase_lists import Phrases, says_any

PHRASES = ("out of office", "office hours", "on leave", "re", "a b", "im büro", "отпуск", "不在")


def test_a_phrase_is_found_within_a_text_and_within_words() -> None:
    phrases = Phrases(PHRASES)
    assert phrases.said_in("i am out of office today")
    assert phrases.said_in("xon leavex")
    assert phrases.said_in("ich bin nicht im büro")
    assert phrases.said_in("本日は不在です")


def test_pieces_of_a_phrase_are_not_the_phrase() -> None:
    phrases = Phrases(("out of office", "office hours"))
    assert not phrases.said_in("the office is open")
    assert not phrases.said_in("")


@given(st.lists(st.sampled_from([*PHRASES, "office", "out of", "x", "é", " "]), max_size=8), st.sampled_from(["", " "]))
def test_the_answer_is_that_of_asking_for_every_phrase(words: list[str], between: str) -> None:
    text = between.join(words)
    assert Phrases(PHRASES).said_in(text) == says_any(text, PHRASES)
