"""In which language is a text written? A small offline detector that says None rather than guess.

Scripts that belong to one language decide by themselves; otherwise frequent words vote, the rarer among the languages
the stronger, and letters of few languages help. The winner must lead clearly.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
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

WORD = re.compile(r"[^\W\d_]+")
_ASCII_WORDS: Final = bytes(code if chr(code).isalpha() else 32 for code in range(128)) + bytes(128)
_NOISE = re.compile(rf"\S{{0,{NOISE_SPAN}}}(?:@|www\.|\\|/)\S{{0,{NOISE_SPAN}}}")


Scores = Mapping[str, int]  # of languages, by their codes


def _votes() -> dict[str, Scores]:
    owners: dict[str, list[str]] = {}
    for language, words in STOP_WORDS.items():
        for word in set(words.split()):
            owners.setdefault(word, []).append(language)
    return {word: dict.fromkeys(of, WORD_SCORES[min(len(of), len(WORD_SCORES)) - 1]) for word, of in owners.items()}


# Languages that share most words: one or two words of only one of them tell.
_NOBODY: Final = (("", 0),) * 3
_TWINS: Final = {"da": "no", "no": "da", "cs": "sk", "sk": "cs"}

_VOTES: Final = _votes()
_MARKS: Final = {letter: dict.fromkeys(of.split(), MARK_SCORE // len(of.split())) for letter, of in MARKS.items()}
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
    scores: dict[str, int] = defaultdict(int)
    if not text.isascii():
        letters = Counter(text)
        script = _by_script(letters)
        if script is not None:
            return script
        for letter in letters.keys() & _MARKS.keys():
            _vote(scores, _MARKS[letter], min(letters[letter], 3))
    return _by_words(words_of(text), scores, least, lead)


def words_of(text: str) -> set[str]:
    """The words of a text in lower case: letters only."""
    if text.isascii():  # bytes are translated many times faster: bench/fast_paths.py
        return set(text.encode("ascii").translate(_ASCII_WORDS).decode("ascii").split())
    return set(WORD.findall(text))


def _vote(scores: dict[str, int], vote: Scores, times: int = 1) -> None:
    for language, score in vote.items():
        scores[language] += times * score


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


def _by_words(words: set[str], scores: dict[str, int], least: int, lead: float) -> str | None:
    known = [word for word in words if word in _VOTES]
    if len(known) < 2 or len(known) < LEAST_SHARE * len(words):
        return None
    for word in known:
        _vote(scores, _VOTES[word])
    ranked = sorted(scores.items(), key=lambda one: (-one[1], one[0]))
    (best, highest), (second, second_best), (_, third_best) = [*ranked, *_NOBODY][:3]
    if highest >= least and highest >= lead * second_best:
        return best
    twins = _TWINS.get(best) == second and highest >= lead * third_best > 0
    clear = highest >= least + TWIN_LEAD and highest >= second_best + TWIN_LEAD
    return best if twins and clear else None
