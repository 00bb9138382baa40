"""policies/outgoing.toml: classes of outgoing mail."""

from typing import Annotated

from pydantic import AfterValidator

from gateway.domain.outgoing.classes import LISTED, Class, OutgoingPolicy, fits
from gateway.letters.catalog import LETTERS
from gateway.rules.policies.file import policy_file
from gateway.rules.policies.values import Many
from gateway.toml import StrictTable, did_you_mean

TEMPLATES = tuple(name for letter in LETTERS for name in letter.TEMPLATES)


def _names_some(pattern: str) -> str:
    if not any(fits(template, pattern) for template in TEMPLATES):
        hint = did_you_mean(pattern, TEMPLATES) or "See: gateway templates list"
        raise ValueError(f'no template is named "{pattern}". {hint}')
    return pattern


Patterns = Many[Annotated[str, AfterValidator(_names_some)]]


class _Classes(StrictTable):
    rejection: Patterns
    error: Patterns
    digest: Patterns


class _Form(StrictTable):
    classes: _Classes


def _value(form: _Form) -> OutgoingPolicy:
    """A template belongs to the first class that names it."""
    written = form.classes
    patterns: dict[Class, tuple[str, ...]] = {
        "rejection": written.rejection,
        "error": written.error,
        "digest": written.digest,
    }
    classes: dict[str, Class] = {}
    for name in LISTED:
        for template in (one for one in TEMPLATES if any(fits(one, pattern) for pattern in patterns[name])):
            classes.setdefault(template, name)
    return OutgoingPolicy(classes)


OUTGOING = policy_file("outgoing", _Form, _value)
