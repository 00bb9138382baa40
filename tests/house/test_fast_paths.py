"""Each fast path (bench/fast_paths.py) gives what its plain path gives, whatever the text."""

from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.fault_words import WORD as FAULT_WORD
from gateway.domain.fault_words import words_in
from gateway.domain.free_text import folded_words, free_text
from gateway.domain.tickets.ticket import SIX_DIGITS, has_six_digits
from gateway.mail.reply.language import WORD, words_of
from gateway.mail.reply.markers import KEY_LENGTH, NOT_LETTERS, line_key
from gateway.mail.text.charset import UNSTORABLE, clean
from gateway.templating.engine import UNPRINTABLE, without_unprintable

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


@given(st.one_of(st.text(), st.text(st.characters(codec="ascii"))))
def test_words_that_tell_of_a_fault(text: str) -> None:
    assert words_in(text) == FAULT_WORD.findall(text.casefold())


@given(st.one_of(st.text(st.characters(categories=("Nd", "L"))), st.text("0189 a/:\x00", min_size=6)))
def test_six_digits_of_a_ticket_number(text: str) -> None:
    assert has_six_digits(text) == (SIX_DIGITS.search(text) is not None)


@given(st.text(st.one_of(st.characters(), st.sampled_from("\n\t\r\x0b\x85\xa0\u2028\ud800"))))
def test_what_a_template_writes(text: str) -> None:
    assert without_unprintable(text) == UNPRINTABLE.sub("", text)
