"""From what pydantic finds to errors that speak of lists, tables and keys."""

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from gateway.errors import ConfigurationError, ConfigurationFaults
from gateway.toml.lines import Place, line_of, statements
from gateway.toml.source import Source
from gateway.toml.table import KeyFault

Model = TypeVar("Model", bound=BaseModel)
Context = Mapping[str, object]

MAX_EXAMPLE = 100  # characters of a value that is shown

_PROBLEMS: Mapping[str, str] = MappingProxyType(
    {
        "missing": "is missing.",
        "extra_forbidden": "There is no such key.",
        "string_too_short": "must not be empty.",
        "string_pattern_mismatch": "is not of the form that is needed here.",
        "path_type": "must be a path in quotes.",
        "date_type": "must be a date such as 2026-12-31, without quotes.",
        "finite_number": "must be a number.",
    }
)
# the kinds of values, by the beginning of the name of the fault
_KINDS = (
    ("string_", "must be text in quotes."),
    ("int_", "must be a whole number, without quotes."),
    ("float_", "must be a number, without quotes."),
    ("bool_", "must be true or false, without quotes."),
    ("date_", "must be a date such as 2026-12-31, without quotes."),
    ("tuple_", "must be a list in square brackets."),
    ("list_", "must be a list in square brackets."),
    ("frozen_set_", "must be a list in square brackets."),
    ("dict_", "must be a table."),
    ("model_", "must be a table."),
)
_LIMITS = (
    ("ge", "must be at least {}."),
    ("gt", "must be more than {}."),
    ("le", "must be at most {}."),
    ("lt", "must be less than {}."),
    ("max_length", "must not be longer than {}."),
    ("min_length", "needs at least {} of them."),
)


def check(model: type[Model], source: Source, example: Callable[[], Source] | None = None, **further: object) -> Model:
    """The values of a file, with `further` ones that do not stand in it.

    `example` gives a file of the same form from which errors show how a key is written. Raises ConfigurationFaults.
    """
    try:
        return model.model_validate({**source.data, **further})
    except ValidationError as error:
        shown = example() if example else None
        raise ConfigurationFaults(_faults(error, model, source, shown)) from error


def _faults(
    error: ValidationError, model: type[BaseModel], source: Source, example: Source | None
) -> list[ConfigurationError]:
    """In the order of the file. A list whose entries are wrong is not called too short beside."""
    found = error.errors()
    inner = {one["loc"][:-1] for one in found}
    faults = [
        _fault(one, model, source, example) for one in found if one["type"] != "too_short" or one["loc"] not in inner
    ]
    return sorted(faults, key=lambda one: one.line or 0)


def _fault(error: ErrorDetails, model: type[BaseModel], source: Source, example: Source | None) -> ConfigurationError:
    place, problem = placed(error)
    step = next_step(error, model) or _as_in(example, place)
    if error["type"] in ("tuple_type", "list_type") and step == f"For example: [[{place[-1]}]]":
        problem, step = f"must be written as [[{place[-1]}]], once for each entry.", ""
    return source.fault(place, problem, step)


def placed(error: ErrorDetails) -> tuple[Place, str]:
    """The place of a fault, and the sentence about it."""
    context: Context = error.get("ctx", {})
    place, cause = error["loc"], context.get("error")
    if isinstance(cause, KeyFault):
        return (*place, *cause.key.split(".")), _sentence(cause.problem)
    if isinstance(cause, ValueError):
        return place, _sentence(str(cause))
    return place, _problem(error["type"], context) or _sentence(error["msg"])


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _problem(kind: str, context: Context) -> str:
    if kind in _PROBLEMS:
        return _PROBLEMS[kind]
    if kind == "literal_error":
        return f"must be {str(context['expected']).replace(chr(39), chr(34))}."
    limit = next((text.format(_plain(context[name])) for name, text in _LIMITS if name in context), "")
    return limit or next((text for beginning, text in _KINDS if kind.startswith(beginning)), "")


def _plain(number: object) -> object:
    return int(number) if isinstance(number, float) and number.is_integer() else number


def next_step(error: ErrorDetails, model: type[BaseModel]) -> str:
    """What was probably meant, or what is known there; nothing where neither can be said."""
    if error["type"] == "extra_forbidden":
        return meant(str(error["loc"][-1]), known_keys(model, error["loc"][:-1]))
    if error["type"] == "literal_error":
        possible = [one.strip("' ") for one in str(error.get("ctx", {})["expected"]).replace(" or ", ",").split(",")]
        return did_you_mean(str(error["input"]), possible)
    return ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A question for the nearest known word, nothing where none is near."""
    close = get_close_matches(word, list(known), n=1)
    return f'Did you mean "{close[0]}"?' if close else ""


def meant(word: str, known: Iterable[str]) -> str:
    """The nearest known word, or all that are known."""
    words = list(known)
    return did_you_mean(word, words) or f"Known are {', '.join(words)}."


def known_keys(model: type[BaseModel], place: Place) -> list[str]:
    """The keys that may stand at a place of a file."""
    found: type[BaseModel] | None = model
    for part in place:
        if isinstance(part, str) and found is not None:
            field = next((f for n, f in found.model_fields.items() if part in (n, f.alias)), None)
            found = model_in(field.annotation) if field else found
    return [field.alias or name for name, field in found.model_fields.items() if not field.exclude] if found else []


def model_in(annotation: object) -> type[BaseModel] | None:
    """The table class in an annotation such as `tuple[Listener, ...]` or `Dkim | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for one in get_args(annotation) if (found := model_in(one))), None)


def _as_in(example: Source | None, place: Place) -> str:
    """How the example writes a key, or what is around it on one line."""
    if example is None:
        return ""
    names = _names(place)
    line = line_of({_names(path): line for path, line in reversed(example.lines.items())}, names)
    written = next((" ".join(text.split()) for number, text in statements(example.text) if number == line), "")
    known = written and (not written.startswith("[") or len(names) == 1) and len(written) <= MAX_EXAMPLE
    return f"For example: {written}" if known else ""


def _names(path: Place) -> Place:
    return tuple(part for part in path if isinstance(part, str))
