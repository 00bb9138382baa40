"""How a configuration lets us read mail, and what a process needs that reads ahead of who decides."""

import hashlib
import re
import sys
from collections.abc import Iterator
from dataclasses import fields
from functools import cache, partial
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import gateway
from gateway.adapters.clock import SystemClock
from gateway.adapters.verifier import verifier_for
from gateway.app.store import open_store
from gateway.config import Config, read_keys
from gateway.desk.inbound.read_ahead import Reader
from gateway.domain.token import Signer
from gateway.mail.limits import Limits
from gateway.store.inbox.reading_codec import ReadingCodec

DISTRIBUTION = "support-gateway"
_NAME = re.compile(r"[\w.-]+")


def reading_limits(config: Config) -> Limits:
    """The bounds of `[limits]` that concern reading."""
    return Limits(**{name.name: getattr(config.limits, name.name) for name in fields(Limits)})


def reading_codec(config: Config, signer: Signer) -> ReadingCodec:
    """How readings are handed over between processes of this program with these settings."""
    return ReadingCodec(signer, partial(code_of_reading, config))


def code_of_reading(config: Config) -> str:
    """A digest of all that a reading depends on beside the mail: program, libraries, settings.

    The whole program, though a part of it would do: readings live for seconds, and no file can be forgotten.
    """
    settings = f"{config.authentication.model_dump_json()}\n{reading_limits(config)}"
    return hashlib.sha256(f"{_program()}\n{settings}".encode()).hexdigest()


def open_reader(config: Config) -> Reader:
    """What reads ahead. Raises ConfigurationError; opens the database only when it is first used."""
    clock, portion = SystemClock(), config.workers.batch
    signer = Signer(read_keys(config, clock.now().date()), config.gateway.domain)
    return Reader(
        store=open_store(config),
        clock=clock,
        verifier=verifier_for(config, portion),
        limits=reading_limits(config),
        codec=reading_codec(config, signer),
        portion=portion,
    )


@cache
def _program() -> str:
    """A digest of this program's files and of what they run on; its files are some megabytes, read once."""
    digest = hashlib.sha256("\n".join((sys.version, *_libraries())).encode())
    folder = Path(gateway.__file__).parent
    for file in sorted(folder.rglob("*.py")):
        digest.update(f"\0{file.relative_to(folder)}\0".encode() + file.read_bytes())
    return digest.hexdigest()


def _libraries() -> Iterator[str]:
    try:
        names = [match[0] for one in requires(DISTRIBUTION) or () if (match := _NAME.match(one))]
    except PackageNotFoundError:  # it runs from a checkout
        return
    for name in names:
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:  # of an extra that is not installed
            continue
