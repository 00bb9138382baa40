"""Finding faults in templates before a mail meets them: names are checked first, then every sample is made."""

import traceback
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from types import NoneType
from typing import Any, cast, get_args, get_type_hints

from jinja2 import TemplateError, nodes
from jinja2.exceptions import UndefinedError

from gateway.errors import ConfigurationError
from gateway.letters.catalog import LETTER_OF, sample
from gateway.letters.letter import Letter
from gateway.letters.samples import CUSTOMER
from gateway.letters.staff import CannedReplyLetter
from gateway.letters.views import Recipient
from gateway.templating.engine import MailTemplate, Sandbox, Source, environment, read_reply, read_source
from gateway.templating.layout import load_layout
from gateway.templating.templates import LAST_RESORT, Templates, values_of
from gateway.templating.words_file import WordsFile, read_words

_MAY_BE_EMPTY = ("training_address", "name", "detail", "text", "agent_name")


def check(templates: Templates) -> list[ConfigurationError]:
    """Every fault in every template of every language, the layout and the words, with file and line. Raises nothing."""
    return [*_check_set(templates), *_check_layout(templates), *_check_files(templates), *_check_replies(templates)]


def _check_set(templates: Templates) -> Iterator[ConfigurationError]:
    """Is every template there, and does a letter belong to every file?"""
    languages = {language for language, _ in templates.files}
    if templates.default_language not in languages:
        place = str(templates.folders[0] / "mail" / templates.default_language)
        yield ConfigurationError(place, "gateway.language", "There is no template in the default language.")
    for name in LETTER_OF:
        if (LAST_RESORT, name) not in templates.files:
            yield ConfigurationError(str(templates.folders[0] / f"mail/{LAST_RESORT}/{name}.txt"), "-", "is missing.")
    for (_, name), file in templates.files.items():
        if name not in LETTER_OF:
            yield ConfigurationError(str(file), "-", "is no template of the gateway.", "Run: gateway templates list")


def _check_layout(templates: Templates) -> Iterator[ConfigurationError]:
    try:
        load_layout(templates.layout_file())
    except ConfigurationError as error:
        yield error


def _check_files(templates: Templates) -> Iterator[ConfigurationError]:
    reference = _reference(templates)
    for language in sorted({language for language, _ in templates.files}):
        try:
            found = read_words(language, *templates.words_files(language))
        except ConfigurationError as error:
            yield error
            continue
        yield from found.faults(reference or found)
        inside = environment(found.words({}), finalize=_refuse_none)
        for (of, name), file in templates.files.items():
            if of == language and name in LETTER_OF:
                yield from _check_file(read_source, file, sample(name, language), inside)


def _check_replies(templates: Templates) -> Iterator[ConfigurationError]:
    """Canned replies, with what they may name; words that cannot be read are told with their language."""
    for (language, _), file in templates.replies.items():
        try:
            inside = environment(templates.words(templates.spoken(language)), finalize=_refuse_none)
        except ConfigurationError:
            continue
        letter = CannedReplyLetter.sample("", Recipient("Uma Meyer", CUSTOMER, "Europe/Amsterdam", language))
        yield from _check_file(read_reply, file, letter, inside)


def _reference(templates: Templates) -> WordsFile | None:
    """The words that every language must have; None where they cannot be read, which is told with their language."""
    try:
        return read_words(LAST_RESORT, *templates.words_files(LAST_RESORT))
    except ConfigurationError:
        return None


def _check_file(
    read: Callable[[Path], Source], file: Path, full: Letter, inside: Sandbox
) -> Iterator[ConfigurationError]:
    """`full`: a letter of which nothing is absent."""
    try:
        source = read(file)
        template = MailTemplate(source, inside)
    except ConfigurationError as error:
        yield error
        return
    unknown = list(_unknown_names(source, type(full), inside))
    yield from unknown
    if not unknown:
        yield from _check_mail(template, full)
        yield from _check_mail(template, bare(full))


def _check_mail(template: MailTemplate, letter: Letter) -> Iterator[ConfigurationError]:
    try:
        subject, text = template.render(values_of(letter))
    except (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(template.file)]
        place = f"line {frames[-1].lineno}" if frames else "-"
        yield ConfigurationError(str(template.file), place, f"cannot be made into a mail: {error}.")
        return
    if not subject:
        yield ConfigurationError(str(template.file), "line 1", "can give an empty subject.")
    if not text.strip():
        yield ConfigurationError(str(template.file), "line 3", "can give an empty text.")


def _refuse_none(value: object) -> object:
    if value is None:
        raise UndefinedError("a value that can be absent is printed; use {% if %} or the filter or_dash")
    return value


def _unknown_names(source: Source, letter: type[Letter], inside: Sandbox) -> Iterator[ConfigurationError]:
    """Names that no letter of this class has, also in branches that the samples do not take."""
    for part in (source.subject, source.text):
        tree = inside.parse(part)
        types = _field_types(letter)
        names = list(tree.find_all(nodes.Name))
        known = set(types) | {name.name for name in names if name.ctx != "load"} | {"loop"}
        for name in names:
            if name.name not in known:
                yield _unknown(source.file, name.lineno, name.name, set(types))
        for attribute in tree.find_all(nodes.Getattr):
            yield from _unknown_field(source.file, attribute, types)


def _unknown_field(file: Path, attribute: nodes.Getattr, types: dict[str, type]) -> Iterator[ConfigurationError]:
    of = attribute.node.name if isinstance(attribute.node, nodes.Name) else ""
    owner = types.get(of)
    if owner is not None and is_dataclass(owner):
        known = {field.name for field in fields(owner)}
        if attribute.attr not in known:
            yield _unknown(file, attribute.lineno, f"{of}.{attribute.attr}", {f"{of}.{name}" for name in known})
    elif attribute.attr.startswith("_"):
        yield ConfigurationError(
            str(file), f"line {attribute.lineno}", f"{attribute.attr} is out of a template's reach."
        )


def _unknown(file: Path, line: int, name: str, known: set[str]) -> ConfigurationError:
    return ConfigurationError(
        str(file), f"line {line}", f"{name} is unknown here.", f"Known are {', '.join(sorted(known))}."
    )


def _field_types(letter: type[Letter]) -> dict[str, type]:
    """The fields of a letter with their types, `X | None` as X."""
    hints = get_type_hints(letter)
    return {field.name: _present(hints[field.name]) for field in fields(letter)}


def _present(hint: type) -> type:
    present = [one for one in get_args(hint) if one is not NoneType]
    return cast(type, present[0]) if NoneType in get_args(hint) else hint


def bare(letter: Letter) -> Letter:
    """The letter without anything it can do without: optional values, lists, links and flags."""
    hints = get_type_hints(type(letter))
    changed: dict[str, Any] = {name: _least(getattr(letter, name), hints[name], name) for name in values_of(letter)}
    return replace(letter, **changed)


def _least(value: object, hint: object, name: str) -> object:
    if NoneType in get_args(hint):
        return None
    if isinstance(value, tuple | bool):
        return type(value)()
    if is_dataclass(value) and not isinstance(value, type):
        hints = get_type_hints(type(value))
        return replace(value, **{f.name: _least(getattr(value, f.name), hints[f.name], f.name) for f in fields(value)})
    return "" if name in _MAY_BE_EMPTY or name.endswith("_url") else value
