"""The `words.toml` of a language: read, laid over the one behind it, and compared with that of the last resort.

Keys: `locale` (one that Babel knows; else the folder's name is it), `when` (the form of a moment), `[codes]`, and
`[phrases.<group>]` with a form for each phrase. `day`, `months` and `weekdays` of older files are not used any more.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

from babel import Locale, UnknownLocaleError

from gateway.errors import ConfigurationError
from gateway.templating.words import WHEN, Words
from gateway.toml import read_toml

_MOMENT = {"weekday": "Monday", "date": "2 March 2026", "time": "13:00", "zone": "CET"}


@dataclass(frozen=True, slots=True)
class WordsFile:
    """The content of one file; `phrases` by `group.name`."""

    file: Path
    locale: Locale
    when: str
    codes: Mapping[str, str]
    phrases: Mapping[str, str]

    def words(self, behind: Mapping[str, str]) -> Words:
        """The words, with the phrases `behind` where the file has none of its own, or not the same places."""
        fitting = {key: form for key, form in self.phrases.items() if places(form) == places(behind.get(key, form))}
        return Words(self.locale, self.when, self.codes, {**behind, **fitting})

    def faults(self, reference: "WordsFile") -> Iterator[ConfigurationError]:
        """What the last resort has and this file lacks, and phrases with other places or that nobody says."""
        hint = f"See {reference.file}."
        for key in reference.codes.keys() - self.codes.keys():
            yield ConfigurationError(str(self.file), f"codes.{key}", "is missing.", hint)
        for key, form in reference.phrases.items():
            if key not in self.phrases:
                yield ConfigurationError(str(self.file), f"phrases.{key}", "is missing.", hint)
            elif places(self.phrases[key]) != places(form):
                known = ", ".join(f"{{{name}}}" for name in sorted(places(form))) or "no places"
                yield ConfigurationError(str(self.file), f"phrases.{key}", f"must have {known} and nothing else.", hint)
        for key in self.phrases.keys() - reference.phrases.keys():
            yield ConfigurationError(str(self.file), f"phrases.{key}", "is no phrase of the gateway.", hint)


def read_words(language: str, *files: Path) -> WordsFile:
    """The words of a language: the first file that says something wins. Raises ConfigurationError with the key."""
    data: dict[str, object] = {}
    phrases: dict[str, str] = {}
    codes: dict[str, str] = {}
    for file in reversed(files):
        one = read_toml(file, "Copy it from the folder of another language.")
        data |= one
        codes |= _texts(file, "codes", one.get("codes", {}))
        phrases |= _phrases(file, one.get("phrases", {}))
    file = files[0]
    return WordsFile(file, _locale(file, data.get("locale", language)), _when(file, data), codes, phrases)


def places(form: str) -> frozenset[str]:
    """The names in a form. Raises ValueError for anything but plain names in braces."""
    found = set()
    for _, name, spec, conversion in Formatter().parse(form):
        if name is not None:
            if spec or conversion or not name.isidentifier():
                raise ValueError(f"{{{name}}} is no plain name")
            found.add(name)
    return frozenset(found)


def _locale(file: Path, name: object) -> Locale:
    try:
        return Locale.parse(str(name), sep="-" if "-" in str(name) else "_")
    except (UnknownLocaleError, ValueError) as error:
        raise ConfigurationError(
            str(file), "locale", f"{name} is no locale that Babel knows.", 'For example "en_GB" or "fr".'
        ) from error


def _when(file: Path, data: Mapping[str, object]) -> str:
    form = data.get("when", WHEN)
    if not isinstance(form, str) or not _places(file, "when", form) <= _MOMENT.keys():
        raise ConfigurationError(
            str(file), "when", f"uses something else than {', '.join(f'{{{name}}}' for name in _MOMENT)}."
        )
    return form


def _places(file: Path, key: str, form: str) -> frozenset[str]:
    try:
        return places(form)
    except ValueError as error:
        raise ConfigurationError(str(file), key, f"cannot be filled in: {error}.") from error


def _texts(file: Path, key: str, table: object) -> dict[str, str]:
    if not isinstance(table, dict) or not all(isinstance(word, str) for word in table.values()):
        raise ConfigurationError(str(file), key, "must be a table of texts.")
    return table


def _phrases(file: Path, groups: object) -> dict[str, str]:
    if not isinstance(groups, dict):
        raise ConfigurationError(str(file), "phrases", "must be tables of texts.")
    found = {
        f"{group}.{name}": form
        for group, forms in groups.items()
        for name, form in _texts(file, f"phrases.{group}", forms).items()
    }
    for key, form in found.items():
        _places(file, f"phrases.{key}", form)
    return found
