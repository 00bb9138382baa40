"""An HTTP connection that ends in time: a client that is half open, or slow, keeps no place from anybody else.

A connection is in one of three phases: it waits for a header, for the body of a request, or is being answered. Each
has its seconds, counted from the beginning of the phase, however many bytes trickle in meanwhile. Where there is one
connection too many, the one that has waited longest for its header goes: whoever asks at once, such as a watchdog
that asks for `/livez`, is always heard.
"""

import asyncio
from dataclasses import dataclass
from enum import IntEnum

from uvicorn import Config
from uvicorn.protocols.http.h11_impl import H11Protocol


@dataclass(frozen=True, slots=True)
class Bounds:
    """Connections at once; seconds for a header, for a body, and for an answer to be made and read."""

    connections: int
    header_seconds: float
    body_seconds: float
    answer_seconds: float

    @classmethod
    def of(cls, config: Config) -> "Bounds":
        """Those of a server."""
        if isinstance(config, BoundedConfig):
            return config.bounds
        raise TypeError("this server has no bounds")


class BoundedConfig(Config):
    """Settings of a server whose connections are bounded; `bounds` is set before it starts."""

    bounds: Bounds


class Phase(IntEnum):
    """What a connection is at; the first goes first where there are too many."""

    HEADER = 0
    BODY = 1
    ANSWER = 2


class BoundedProtocol(H11Protocol):
    """One connection. `since`: when its phase began, by the clock of the event loop."""

    phase = Phase.HEADER
    since = 0.0
    _counted: object = None  # the request that the phase belongs to
    _end: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn declares it
        """Let it in; another goes where there are too many."""
        super().connection_made(transport)
        self._begin(Phase.HEADER)
        others = [one for one in self.connections if isinstance(one, BoundedProtocol) and one is not self]
        if len(others) >= Bounds.of(self.config).connections:
            min(others, key=lambda one: (one.phase, one.since)).abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Its time needs no end any more."""
        if self._end is not None:
            self._end.cancel()
        super().connection_lost(exc)

    def handle_events(self) -> None:
        """What has come may begin another phase."""
        super().handle_events()
        self._look()

    def on_response_complete(self) -> None:
        """The next header is waited for."""
        super().on_response_complete()
        self._look()

    def abort(self) -> None:
        """End without a word."""
        self.connections.discard(self)
        self.transport.abort()

    def _look(self) -> None:
        request = self.cycle
        if request is None or request.response_complete:
            phase = Phase.HEADER
        else:
            phase = Phase.BODY if request.more_body else Phase.ANSWER
        if (phase, request) != (self.phase, self._counted):
            self._counted = request
            self._begin(phase)

    def _begin(self, phase: Phase) -> None:
        bounds = Bounds.of(self.config)
        self.phase, self.since = phase, self.loop.time()
        if self._end is not None:
            self._end.cancel()
        seconds = (bounds.header_seconds, bounds.body_seconds, bounds.answer_seconds)[phase]
        self._end = self.loop.call_later(seconds, self.abort)
