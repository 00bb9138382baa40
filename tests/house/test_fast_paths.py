"""Each fast path (bench/fast_paths.py) gives what its plain path gives, whatever the text."""

from hypothesis import given
from hypothesis import strategies as st

from gateway.mail.reply.language import WORD, words_of
from gateway.mail.reply.markers import KEY_LENGTH, NOT_LETTERS, line_key
from gateway.mail.text.charset import UNSTORABLE, clean
from gateway.rules.decisions.condition import folded_words, free_text

ASCII = st.text(st.characters(max_codepoint=127))
TEXTS = ASCII | st.text()


@given(TEXTS)
def test_a_rule_sees_the_same_words_by_table_and_by_pattern(text: str) -> None:
    found = free_text(text)
    assert found.joined.split() == folded_words(text)
    assert found.words == frozenset(folded_words(text))


@given(TEXTS)
def test_the_language_is_told_from_the_same_words_by_table_and_by_pattern(text: str) -> None:
    assert words_of(text.lower()) == set(WORD.findall(text.lower()))


@given(TEXTS)
def test_the_same_characters_are_left_out_by_table_and_by_pattern(text: str) -> None:
    assert clean(text) == UNSTORABLE.sub("", text)


@given(TEXTS)
def test_a_line_has_the_same_letters_by_table_and_by_pattern(text: str) -> None:
    assert line_key(text) == NOT_LETTERS.sub("", text)[:KEY_LENGTH].casefold()
