"""What a language seems to have from another one still: no fault, but nobody meant it.

A folder that was copied and not translated is complete and renders, so that no check finds anything wrong with it.
"""

from collections.abc import Iterator
from string import Formatter

from babel import localedata

from gateway.errors import ConfigurationError
from gateway.templating.templates import LAST_RESORT, Templates, base_language
from gateway.templating.words_file import WordsFile, read_words

NEXT_STEP = "Translate what is meant to be; it is sent as it stands."


def untranslated(templates: Templates) -> Iterator[ConfigurationError]:
    """Texts that equal those of another language, byte by byte, and a locale of another language.

    Raises ConfigurationError for words that cannot be read; `check` tells those.
    """
    known: list[str] = []
    for language in sorted({language for language, _ in templates.files}, key=lambda one: (one != LAST_RESORT, one)):
        yield from _foreign_locale(templates, language)
        for other in known:
            if base_language(other) != base_language(language):
                yield from _equal_files(templates, language, other)
                yield from _equal_words(templates, language, other)
        known.append(language)


def _equal_files(templates: Templates, language: str, other: str) -> Iterator[ConfigurationError]:
    files = templates.files
    names = [name for of, name in files if of == language and (other, name) in files]
    equal = [name for name in names if files[language, name].read_bytes() == files[other, name].read_bytes()]
    if equal:
        folder = str(files[language, equal[0]].parent)
        yield ConfigurationError(folder, _list(equal), f"as in {other}.", NEXT_STEP)


def _equal_words(templates: Templates, language: str, other: str) -> Iterator[ConfigurationError]:
    own, theirs = _words(templates, language), _words(templates, other)
    equal = [key for key, form in own.phrases.items() if form == theirs.phrases.get(key) and _is_sentence(form)]
    if equal:
        yield ConfigurationError(str(own.file), f"phrases {_list(equal)}", f"as in {other}.", NEXT_STEP)


def _foreign_locale(templates: Templates, language: str) -> Iterator[ConfigurationError]:
    words = _words(templates, language)
    if words.locale.language != base_language(language) and _is_locale(language):
        problem = f"is {words.locale}: dates are written in {words.locale.get_language_name('en')}."
        yield ConfigurationError(str(words.file), "locale", problem, f"Take the line out; the folder says {language}.")


def _words(templates: Templates, language: str) -> WordsFile:
    return read_words(language, *templates.words_files(language))


def _is_locale(language: str) -> bool:
    return language.replace("-", "_") in localedata.locale_identifiers()


def _is_sentence(form: str) -> bool:
    """Has a form two words or more? Single words and mere places can be the same in two languages."""
    text = " ".join(literal for literal, *_ in Formatter().parse(form))
    return sum(word.isalpha() for word in text.split()) > 1


def _list(names: list[str]) -> str:
    return ", ".join(sorted(names))
