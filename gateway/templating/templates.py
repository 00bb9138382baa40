"""All templates of the gateway: which there are, in which languages, and the mail each makes of a letter."""

from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from gateway.config import shipped
from gateway.domain.phrase import Phrase, phrase
from gateway.errors import ConfigurationError, NotFound
from gateway.letters.catalog import LETTER_OF, LETTERS, sample
from gateway.letters.letter import Letter
from gateway.letters.staff import AgentReplyLetter

if TYPE_CHECKING:  # Jinja2 and Babel cost a command that renders nothing more than the rest of its start
    from gateway.templating.engine import MailTemplate, Sandbox
    from gateway.templating.layout import Layout
    from gateway.templating.words import Words

LAST_RESORT = "en"
LAYOUT, WORDS = "layout.html", "words.toml"
_FIELDS = {letter: tuple(field.name for field in fields(letter)) for letter in LETTERS}


@dataclass(frozen=True, slots=True)
class Rendered:
    """A mail's words: subject without the ticket's tag, text with "\\n" line ends, the language they are in."""

    subject: str
    text: str
    language: str


class Templates:
    """The templates in a folder, behind it the shipped ones: a folder need only hold what it changes or adds.

    Layout of a folder: `mail/<language>/<name>.txt`, `mail/<language>/words.toml`, `mail/layout.html`, and canned
    replies as `replies/<language>/<name>.txt`. Files are found at once and compiled when first used.
    """

    def __init__(self, folders: tuple[Path, ...], default_language: str) -> None:
        """`folders`: the first that has a file wins."""
        self.folders = folders
        self.default_language = base_language(default_language) or LAST_RESORT
        self.files = _find(folders, "mail")
        self.replies = _find(folders, "replies")
        self._compiled: dict[tuple[str, str], MailTemplate] = {}
        self._environments: dict[str, Sandbox] = {}
        self._words: dict[str, Words] = {}
        self._layout: Layout | None = None

    @classmethod
    def load(cls, folder: Path | None, default_language: str) -> "Templates":
        """The templates in `folder` before the shipped ones. Raises ConfigurationError where it is no folder."""
        if folder is not None and not (folder / "mail").is_dir():
            raise ConfigurationError(
                str(folder), "gateway.templates", "has no folder mail/.", "Leave the key out to use the shipped ones."
            )
        own = () if folder is None or folder.resolve() == shipped("templates").resolve() else (folder,)
        return cls((*own, shipped("templates")), default_language)

    def names(self) -> tuple[str, ...]:
        """Every template there can be, in the order of the letters."""
        return tuple(LETTER_OF)

    def languages(self, name: str) -> tuple[str, ...]:
        """The languages a template is written in. Raises NotFound for an unknown template."""
        _known(name)
        return tuple(sorted(language for language, template in self.files if template == name))

    def render(self, name: str, letter: Letter) -> Rendered:
        """The mail in the recipient's language, else the default language, else English.

        A line at the end says when it is not the recipient's own. Raises NotFound for an unknown template and
        ConfigurationError for one that does not compile.
        """
        wished = base_language(letter.recipient.language) or self.default_language
        language = self._best(name, wished)
        subject, text = self._template(name, language).render(values_of(letter))
        if language != wished and not isinstance(letter, AgentReplyLetter):  # a person's own words need no excuse
            text += f"\n{self.words(language).say(phrase('mail.other_language', language=wished))}\n"
        return Rendered(subject, text, language)

    def reply_names(self) -> tuple[str, ...]:
        """Every canned reply there is."""
        return tuple(sorted({name for _, name in self.replies}))

    def reply_languages(self, name: str) -> tuple[str, ...]:
        """The languages a canned reply is written in."""
        return tuple(sorted(language for language, one in self.replies if one == name))

    def reply(self, name: str, letter: Letter) -> str:
        """A canned reply in the recipient's language, else the default one, English, or any it is written in.

        Raises NotFound for an unknown one and ConfigurationError for one that does not compile.
        """
        from gateway.templating.engine import MailTemplate, read_reply

        written = self.reply_languages(name)
        wished = (base_language(letter.recipient.language), self.default_language, LAST_RESORT, *written)
        language = next((one for one in wished if one in written), None)
        if language is None:
            raise NotFound(f"No canned reply is called {name}. Run: gateway templates list")
        template = MailTemplate(read_reply(self.replies[language, name]), self._environment(language))
        return template.render(values_of(letter))[1].strip()

    def say(self, said: Phrase, language: str) -> str:
        """A phrase in somebody's language, else the default language, else English. Raises ConfigurationError."""
        return self.words(self.spoken(language)).say(said)

    def say_if_known(self, said: Phrase, language: str) -> str:
        """A phrase as `say` says it, "" where no words file has it."""
        words = self.words(self.spoken(language))
        return words.say(said) if said.key in words.phrases else ""

    def record(self, said: Phrase) -> str:
        """A phrase as lists and programs read it: in English, whatever the default language is."""
        return self.words(LAST_RESORT).say(said)

    def spoken(self, language: str) -> str:
        """The language in which somebody who reads `language` is told something."""
        for one in (base_language(language), self.default_language):
            if one and self.words_files(one)[0].is_file():
                return one
        return LAST_RESORT

    def read_all_words(self) -> None:
        """Read the words of every language now, so that no mail meets a fault in them. Raises ConfigurationError."""
        for language in sorted({LAST_RESORT, *(language for language, _ in self.files)}):
            self.words(language)

    def words(self, language: str) -> "Words":
        """The words of a language there is, where it lacks some those of the default language and then of English."""
        made = self._words.get(language)
        if made is None:
            from gateway.templating.words_file import read_words

            behind = {self.default_language: LAST_RESORT, LAST_RESORT: None}.get(language, self.default_language)
            phrases = self.words(behind).phrases if behind and self.words_files(behind)[0].is_file() else {}
            made = self._words[language] = read_words(language, *self.words_files(language)).words(phrases)
        return made

    def html(self, text: str, language: str) -> str:
        """The text in the shared layout. Depends on nothing else, so it can be made when the mail is sent."""
        return self._loaded_layout().html(text, language)

    def html_around(self, before: str, body: str, after: str, language: str) -> str:
        """Text before and after a body of safe HTML, in the shared layout."""
        return self._loaded_layout().around(before, body, after, language)

    def _loaded_layout(self) -> "Layout":
        if self._layout is None:
            from gateway.templating.layout import load_layout

            self._layout = load_layout(self.layout_file())
        return self._layout

    def sample(self, name: str, language: str) -> Letter:
        """A letter with invented contents for a preview. Raises NotFound for an unknown template."""
        _known(name)
        return sample(name, language)

    def preview(self, name: str, language: str) -> str:
        """The mail of the sample letter as a file: subject, empty line, text."""
        rendered = self.render(name, self.sample(name, language))
        return f"Subject: {rendered.subject}\n\n{rendered.text}"

    def words_files(self, language: str) -> tuple[Path, ...]:
        """Each `words.toml` of a language, the own one before the shipped one; where it should be if there is none."""
        places = [folder / "mail" / language / WORDS for folder in self.folders]
        return tuple(place for place in places if place.is_file()) or (places[0],)

    def layout_file(self) -> Path:
        """The layout of HTML mail."""
        return self._first(f"mail/{LAYOUT}")

    def _first(self, path: str) -> Path:
        places = [folder / path for folder in self.folders]
        return next((place for place in places if place.is_file()), places[0])

    def _best(self, name: str, wished: str) -> str:
        for language in (wished, self.default_language, LAST_RESORT):
            if (language, name) in self.files:
                return language
        _known(name)
        raise NotFound(f"The template {name} has no file mail/{LAST_RESORT}/{name}.txt.")

    def _template(self, name: str, language: str) -> "MailTemplate":
        made = self._compiled.get((language, name))
        if made is None:
            from gateway.templating.engine import MailTemplate, read_source

            made = MailTemplate(read_source(self.files[language, name]), self._environment(language))
            self._compiled[language, name] = made  # two threads may both compile: the results are equal
        return made

    def _environment(self, language: str) -> "Sandbox":
        from gateway.templating.engine import environment

        made = self._environments.get(language)
        if made is None:
            made = self._environments[language] = environment(self.words(language))
        return made


def values_of(letter: Letter) -> dict[str, object]:
    """What the letter's template sees: its fields, not copied."""
    return {name: getattr(letter, name) for name in _FIELDS[type(letter)]}


@lru_cache(maxsize=256)  # people's languages are few
def base_language(tag: str) -> str:
    """The language of a tag such as "de-AT" (RFC 5646 section 2.1) in lower case, "" where it is none."""
    base = tag.strip().replace("_", "-").partition("-")[0].lower()
    return base if 2 <= len(base) <= 3 and base.isascii() and base.isalpha() else ""


def _known(name: str) -> None:
    if name not in LETTER_OF:
        raise NotFound(f"No template is called {name}. Run: gateway templates list")


def _find(folders: tuple[Path, ...], room: str) -> dict[tuple[str, str], Path]:
    """Every template file of a room by language and name."""
    found: dict[tuple[str, str], Path] = {}
    for folder in reversed(folders):
        for file in sorted((folder / room).glob("*/*.txt")):
            found[file.parent.name, file.stem] = file
    return found
