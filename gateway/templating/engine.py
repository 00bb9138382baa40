"""A template file compiled into a mail: Jinja2 in a sandbox, strict about names, mail data only ever a value."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from gateway.errors import ConfigurationError
from gateway.letters.escalations import EscalationView
from gateway.letters.licenses import LicenseView
from gateway.letters.views import OpenTicketView, Recipient, TicketView, Vendor, VersionWarning
from gateway.templating.words import Words

MAX_SUBJECT = 250  # characters
SUBJECT_MARK = "Subject:"
# control characters and lone surrogates: no template writes them, and a mail or PostgreSQL cannot carry them
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")

_VIEW_FIELDS: Mapping[type, frozenset[str]] = {
    view: frozenset(field.name for field in fields(view))
    for view in (Vendor, Recipient, TicketView, OpenTicketView, VersionWarning, EscalationView, LicenseView)
}


class _Filters:
    """The filters of one language."""

    def __init__(self, words: Words) -> None:
        self._words = words
        # what many letters tell, such as when the office opens again, is put into words once
        self._moment = lru_cache(maxsize=1024)(words.moment)

    @pass_context
    def when(self, context: Context, value: datetime) -> str:
        return self._moment(value.replace(second=0, microsecond=0), context["recipient"].timezone)

    def day(self, value: date) -> str:
        return self._words.day(value)

    def word(self, value: str) -> str:
        return self._words.word(value)


def _or_dash(value: object) -> object:
    return "-" if value is None or value == "" else value


def _indent_quote(value: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in value.strip("\n").split("\n"))


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox with a short way to fields of letters, which are harmless and most of what is asked."""

    def getattr(self, obj: object, attribute: str) -> Any:  # Any: as Jinja declares it
        """The value of a field; everything else is judged by the sandbox."""
        if attribute in _VIEW_FIELDS.get(type(obj), ()):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)


def environment(words: Words, finalize: Callable[[object], object] | None = None) -> Sandbox:
    """Where templates of one language are compiled. `finalize` sees every value before it is printed."""
    made = Sandbox(undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True, finalize=finalize)
    made.globals.clear()  # a template knows its letter and nothing else
    filters = _Filters(words)
    made.filters |= {"when": filters.when, "day": filters.day, "word": filters.word}
    made.filters |= {"or_dash": _or_dash, "indent_quote": _indent_quote}
    return made


@dataclass(frozen=True, slots=True)
class Source:
    """A template file taken apart. Both parts keep their place, so that line numbers are those of the file."""

    file: Path
    subject: str
    text: str


def read_reply(file: Path) -> Source:
    """A canned reply: a text alone, for it stands in a mail that has its subject. Raises ConfigurationError."""
    return Source(file, file.stem, _read(file))


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(str(file), "-", f"cannot be read as UTF-8: {error}.") from error


def read_source(file: Path) -> Source:
    """The two parts of a template file. Raises ConfigurationError where it does not look like a mail."""
    content = _read(file)
    first, _, rest = content.partition("\n")
    second, _, text = rest.partition("\n")
    if not first.startswith(SUBJECT_MARK) or not first.removeprefix(SUBJECT_MARK).strip():
        raise ConfigurationError(str(file), "line 1", 'must be a subject such as "Subject: We have your mail".')
    if second.strip():
        raise ConfigurationError(str(file), "line 2", "must be empty: it ends the subject.")
    return Source(file, first.removeprefix(SUBJECT_MARK).strip(), "\n\n" + text)


class MailTemplate:
    """A compiled template: subject and text."""

    __slots__ = ("_subject", "_text", "file")

    def __init__(self, source: Source, inside: Sandbox) -> None:
        """Compile. Raises ConfigurationError with the line of a mistake."""
        self.file = source.file
        self._subject = _compiled(inside, source.subject, source.file)
        self._text = _compiled(inside, source.text, source.file)

    def render(self, values: Mapping[str, object]) -> tuple[str, str]:
        """Subject (one clean line) and text (ends with one line end) for the fields of a letter."""
        context = self._text.new_context(dict(values))  # one for both parts
        try:
            subject = "".join(self._subject.root_render_func(context))
            text = "".join(self._text.root_render_func(context))
        except Exception:  # raised again, with the line of the template in its trace
            self._text.environment.handle_exception()
        return clean_subject(subject), _clean_text(text)


def _compiled(inside: Sandbox, source: str, file: Path) -> Template:
    try:
        code = inside.compile(source, name=file.stem, filename=str(file))
    except TemplateSyntaxError as error:  # also an unknown filter or test
        raise ConfigurationError(str(file), f"line {error.lineno}", f"{error.message}") from error
    return inside.template_class.from_code(inside, code, globals={})


def clean_subject(value: str) -> str:
    """One line without control characters, at most MAX_SUBJECT characters, runs of white space as one blank.

    What follows a line end in mail data must never become a header (RFC 5322 section 2.2).
    """
    folded = " ".join(value.split())  # splits at every Unicode line separator too
    if not folded.isprintable():
        folded = UNPRINTABLE.sub("", folded)
    return folded if len(folded) <= MAX_SUBJECT else folded[: MAX_SUBJECT - 3].rstrip() + "..."


def without_unprintable(text: str) -> str:
    """A text without control characters and lone surrogates."""
    if text.replace("\n", "").isprintable():  # nearly every text, told in a third of the time: bench/fast_paths.py
        return text
    return UNPRINTABLE.sub("", text)


def _clean_text(value: str) -> str:
    return without_unprintable(value.replace("\r\n", "\n").replace("\r", "\n")).strip("\n") + "\n"
