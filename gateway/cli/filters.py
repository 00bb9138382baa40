"""Filters of lists that can find nothing at all: refused in words, so that a slip does not look like a quiet desk."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gateway.errors import NotAllowed

if TYPE_CHECKING:
    from gateway.config import Config
    from gateway.store.sql.listing import Wanted
    from gateway.store.store import UnitOfWork


def check_words(wanted: "Wanted", states: Sequence[str]) -> None:
    """A state or a priority that there is not. Raises NotAllowed."""
    from gateway.domain.tickets.ticket import PRIORITIES

    for option, word, known in (("--state", wanted.state, states), ("--priority", wanted.priority, PRIORITIES)):
        if word is not None and word not in known:
            raise NotAllowed(_unknown(f"{option} {word}", word, known))


def check_names(config: "Config", work: "UnitOfWork", wanted: "Wanted") -> None:
    """An organization, a group or a colleague that the directory does not have, asked for where nothing was found.

    What left the directory may still stand at old tickets, so that it is no fault where something is found.
    Raises NotAllowed.
    """
    code, person, group = wanted.organization, wanted.assignee, wanted.group
    if code is not None and work.directory.organization(code) is None:
        known = work.directory.organization_codes()
        raise NotAllowed(
            _absent(f"--organization {code}: no organization of the directory has this code.", code, known)
        )
    if group is not None and work.directory.group(group) is None:
        known = [one.code for one in work.directory.groups()]
        raise NotAllowed(_absent(f"--group {group}: no group of the directory has this code.", group, known))
    ours = {config.gateway.duty, *config.addresses.support}  # an entry of the quarantine may be theirs
    if person is not None and person not in ours and work.directory.staff(person) is None:
        known = [one.email for one in work.directory.all_staff()]
        raise NotAllowed(
            _absent(f"--assignee {person}: nobody of the directory's staff has this address.", person, known)
        )


def _unknown(what: str, word: str, known: Sequence[str]) -> str:
    from gateway.toml.checking import did_you_mean

    return f"{what} is not known. {did_you_mean(word.lower(), known)} Known are {', '.join(known)}.".replace("  ", " ")


def _absent(said: str, word: str, known: Sequence[str]) -> str:
    from gateway.toml.checking import did_you_mean

    near = did_you_mean(word.lower(), known) or _beginning(word.lower(), known)
    return f"{said} {near or 'Run: gateway directory export'}"


def _beginning(word: str, known: Sequence[str]) -> str:
    """The one that begins so: people write the first part of an address."""
    found = [one for one in known if one.lower().startswith(word)]
    return f'Did you mean "{found[0]}"?' if len(found) == 1 else ""
