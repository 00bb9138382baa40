"""The table of timers: everything that time does.

A capability owns its timers: they stand as `TIMERS` in the file `timers.py` of its room, and nothing else lists them.
They run in the order of the rooms' names; no timer may need that another one ran before.
"""

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

import gateway.desk
from gateway.desk.timer import AnyTimer


def _found() -> Iterator[AnyTimer]:
    for room in pkgutil.iter_modules(gateway.desk.__path__, "gateway.desk."):
        name = f"{room.name}.timers"
        if room.ispkg and find_spec(name):
            timers: tuple[AnyTimer, ...] = import_module(name).TIMERS
            yield from timers


TIMERS: tuple[AnyTimer, ...] = tuple(_found())
