"""In which language is a text written? A small offline detector that says None rather than guess.

Scripts that belong to one language decide by themselves; otherwise frequent words vote, the rarer among the languages
the stronger, and letters of few languages help. The winner must lead clearly.
"""

import re
import struct
from collections import Counter
from collections.abc import Iterable
from typing import Final

from gateway.mail.words.language import MARKS, STOP_WORDS

MAX_CHARACTERS: Final = 1000  # enough to decide, and cheap
FIRST_LOOK: Final = 220  # characters that nearly always decide
# Scores are whole numbers, so that the order in which words vote changes nothing.
WORD_SCORES: Final = (40, 20, 12, 6)  # of a word that one, two, three or more languages have
MARK_SCORE: Final = 36
CLEAR_SCORE: Final = 200
CLEAR_LEAD: Final = 2.0
LEAST_SCORE: Final = 80  # e.g. two words that only one language has
LEAD: Final = 1.5  # times the second best
TWIN_LEAD: Final = 40
LEAST_SHARE: Final = 0.16  # of the words that are known; below, the text is lists and names
NOISE_SPAN: Final = 200  # characters around the mark of an address or path that belong to it
LEAST_LETTERS: Final = 6  # of a script

_WORD = re.compile(r"[^\W\d_]+")
_ASCII_WORDS: Final = bytes(code if chr(code).isalpha() else 32 for code in range(128)) + bytes(128)
_NOISE = re.compile(rf"\S{{0,{NOISE_SPAN}}}(?:@|www\.|\\|/)\S{{0,{NOISE_SPAN}}}")


def _packed(languages: Iterable[str], score: int) -> int:
    """A score for each of these languages in one number, so that one addition counts a word for all of them."""
    return sum(score << _BITS * _LANGUAGES.index(language) for language in languages)


def _votes() -> dict[str, int]:
    owners: dict[str, list[str]] = {}
    for language, words in STOP_WORDS.items():
        for word in set(words.split()):
            owners.setdefault(word, []).append(language)
    return {word: _packed(of, WORD_SCORES[min(len(of), len(WORD_SCORES)) - 1]) for word, of in owners.items()}


_LANGUAGES: Final = sorted({*STOP_WORDS, *" ".join(MARKS.values()).split()})
_BITS: Final = 16  # of the score of one language: more than the words of MAX_CHARACTERS can reach
_SCORES: Final = struct.Struct(f"<{len(_LANGUAGES)}H")
# Languages that share most words: one or two words of only one of them tell.
_TWINS: Final = {"da": "no", "no": "da", "cs": "sk", "sk": "cs"}

_VOTES: Final = _votes()
_MARKS: Final = {letter: _packed(of.split(), MARK_SCORE // len(of.split())) for letter, of in MARKS.items()}
_RANGES: Final = (
    ("el", "\u0370", "\u03ff"),
    ("he", "\u0590", "\u05ff"),
    ("ar", "\u0600", "\u06ff"),
    ("hi", "\u0900", "\u097f"),
    ("th", "\u0e00", "\u0e7f"),
    ("ko", "\uac00", "\ud7a3"),
    ("kana", "\u3041", "\u30fa"),
    ("han", "\u4e00", "\u9fff"),
)


def detect_language(text: str) -> str | None:
    """The ISO 639-1 code of the language of a text, None where it is not certain."""
    if len(text) > FIRST_LOOK:
        found = _detect(text[:FIRST_LOOK], CLEAR_SCORE, CLEAR_LEAD)
        if found is not None:
            return found
    return _detect(text[:MAX_CHARACTERS], LEAST_SCORE, LEAD)


def _detect(text: str, least: int, lead: float) -> str | None:
    if "@" in text or "/" in text:
        text = " ".join([_without_noise(word) if _is_noisy(word) else word for word in text.split()])
    text = text.lower()
    if text.isascii():  # bytes are translated many times faster
        return _by_words(set(text.encode("ascii").translate(_ASCII_WORDS).decode("ascii").split()), 0, least, lead)
    letters = Counter(text)
    script = _by_script(letters)
    if script is not None:
        return script
    score = sum(_MARKS[letter] * min(count, 3) for letter, count in letters.items() if letter in _MARKS)
    return _by_words(set(_WORD.findall(text)), score, least, lead)


def _is_noisy(word: str) -> bool:
    return "/" in word or "@" in word or "\\" in word or "www." in word


def _without_noise(word: str) -> str:
    """What is left of a word that holds an address or a path; texts without blanks are one long word."""
    return "" if len(word) <= NOISE_SPAN else _NOISE.sub(" ", word)


def _by_script(letters: Counter[str]) -> str | None:
    found: Counter[str] = Counter()
    total = 0
    for letter, count in letters.items():
        if not letter.isalpha():
            continue
        total += count
        if letter < "\u0370":
            continue
        for script, first, last in _RANGES:
            if first <= letter <= last:
                found[script] += count
    east = found["kana"] + found["han"]
    if east >= 2 and east * 2 >= total - found["ko"] > found["ko"]:
        if found["kana"]:
            return "ja" if found["kana"] * 8 >= east else None
        return "zh" if found["han"] >= 4 else None
    best = max(("el", "he", "ar", "hi", "th", "ko"), key=lambda script: found[script])
    return best if found[best] >= LEAST_LETTERS and found[best] * 2 >= total else None


def _by_words(words: set[str], score: int, least: int, lead: float) -> str | None:
    votes = [_VOTES[word] for word in words if word in _VOTES]
    if len(votes) < 2 or len(votes) < LEAST_SHARE * len(words):
        return None
    scores = _SCORES.unpack(sum(votes, score).to_bytes(_SCORES.size, "little"))
    *_, second_best, highest = sorted(scores)
    if highest >= least and highest >= lead * second_best:
        return _LANGUAGES[scores.index(highest)]
    best, second, third, *_ = sorted(range(len(_LANGUAGES)), key=scores.__getitem__, reverse=True)
    twins = _TWINS.get(_LANGUAGES[best]) == _LANGUAGES[second] and scores[best] >= lead * scores[third] > 0
    clear = scores[best] >= least + TWIN_LEAD and scores[best] >= scores[second] + TWIN_LEAD
    return _LANGUAGES[best] if twins and clear else None
