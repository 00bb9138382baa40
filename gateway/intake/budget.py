"""Bytes of a day and the room on the disk: what reception keeps of whom.

While strangers have not used up theirs, a message costs a comparison here. Then, until the next day, mail is kept only
of senders who prove to be customers or our own people, which is found out before the answer. 4xx for the rest: nothing
is lost, their host keeps it and comes again.
"""

import asyncio
import logging
import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from typing import Final

from gateway.desk.inbound.gate import DayUse, Gate
from gateway.domain.byte_class import DISK, STRANGERS
from gateway.errors import DayIsFull, DayOfOrganizationIsFull, DiskReserved, TryAgain
from gateway.mail.envelope import InboundMail

log = logging.getLogger(__name__)

FRESH_SECONDS: Final = 2.0  # for so long what was read is believed; what this process takes is added at once
JUDGES: Final = 32  # threads in which senders are judged, of which untrusted peers have half
_ABOUT: Final = {DayIsFull: STRANGERS, DiskReserved: DISK}
WORDS: Final = {DayIsFull: "strangers", DayOfOrganizationIsFull: "organization", DiskReserved: "disk"}


class Budget:
    """What this process may still keep of strangers. Belongs to one event loop.

    `refused` is told why a message was not kept. `seconds`: a clock that never goes back.
    """

    def __init__(self, gate: Gate | None, seconds: Callable[[], float], refused: Callable[[str], None]) -> None:
        limits = gate.limits if gate else None
        self._gate = gate
        self._refused = refused
        self._seconds = seconds
        self._most = limits.strangers_bytes_per_day if limits else 0
        self._floor = limits.free_disk_bytes_for_known if limits else 0
        bounded = bool(limits and (self._most or self._floor or limits.organization_bytes_per_day))
        self._use: DayUse | None = None
        self._room = math.inf  # bytes that are kept without a look at the sender, until `_stale_at`
        self._stale_at = 0.0 if bounded else math.inf
        self._in_hand = 0  # bytes of messages that are being kept
        self._kept = 0  # bytes that were kept since the use was read
        self._look: asyncio.Task[None] | None = None
        self._threads: ThreadPoolExecutor | None = None
        self._judging = 0
        self._told: set[tuple[date, str]] = set()

    def take(self, size: int) -> int | None:
        """Let a message of `size` bytes in without a look at its sender: what to give `finish`; None: `judge` it."""
        if size > self._room or self._seconds() >= self._stale_at:
            return None
        return self._hold(size)

    def finish(self, held: int) -> None:
        """The message has its answer."""
        self._in_hand -= held
        self._kept += held

    async def judge(self, mail: InboundMail, source: str, trusted: bool) -> int:
        """As `take`, by what is used now and by who wrote it. Raises TryAgain when it is not to be kept."""
        assert self._gate is not None  # what has no bounds is not judged
        at = mail.envelope.received_at
        try:
            use = await self._current(self._gate, at)
            held = self.take(len(mail.content))
            return held if held is not None else await self._judge(self._gate, mail, source, use, trusted)
        except (DayIsFull, DiskReserved) as error:
            self._refused(WORDS[type(error)])
            log.info("mail not kept", extra={"peer": mail.envelope.peer, "reason": str(error)})
            await self._alarm(self._gate, error, at)
            raise

    async def _current(self, gate: Gate, at: datetime) -> DayUse:
        """What is used, at most some seconds old; all messages that want to know share one look, and its failure."""
        if self._use is None or self._use.day != at.date() or self._seconds() >= self._stale_at:
            if self._look is None or self._look.done():
                self._look = asyncio.create_task(self._read(gate, at))
            await asyncio.shield(self._look)
        assert self._use is not None  # it was read
        return self._use

    async def _read(self, gate: Gate, at: datetime) -> None:
        self._kept = 0
        use = self._use = await asyncio.to_thread(gate.use, at)
        bounds = [self._most - use.strangers] if self._most else []
        bounds += [use.free - self._floor] if self._floor and use.free is not None else []
        self._room = 0 if use.full else min(bounds, default=math.inf) - self._in_hand - self._kept
        self._stale_at = self._seconds() + FRESH_SECONDS

    async def _judge(self, gate: Gate, mail: InboundMail, source: str, use: DayUse, trusted: bool) -> int:
        refusal = self._refusal(use, len(mail.content))
        claimed = await self._ask(trusted, gate.claimed, mail)
        if claimed != STRANGERS and (refusal or claimed in use.full):
            proven = await self._ask(trusted, gate.proven, mail, source)
            if proven in use.full:
                raise DayOfOrganizationIsFull(proven)
            if proven != STRANGERS:
                return 0
        if refusal:
            raise refusal
        return self._hold(len(mail.content))

    async def _alarm(self, gate: Gate, error: TryAgain, at: datetime) -> None:
        """Leave a mark for the operator, once a day and class."""
        about = error.whose if isinstance(error, DayOfOrganizationIsFull) else _ABOUT[type(error)]
        alarm = (at.date(), about)
        if alarm in self._told:
            return
        self._told = {one for one in self._told if one[0] == at.date()} | {alarm}
        try:
            await asyncio.to_thread(gate.note_put_off, about, at)
        except TryAgain:  # the mail is put off in any case, and the next one tells
            self._told.discard(alarm)

    def _refusal(self, use: DayUse, size: int) -> TryAgain | None:
        """Why a stranger's message is not kept, None where there is room."""
        mine = self._in_hand + self._kept + size
        if self._floor and use.free is not None and use.free - mine < self._floor:
            return DiskReserved(f"{use.free} bytes of the disk are left")
        if self._most and use.strangers + mine > self._most:
            return DayIsFull(f"strangers have had {use.strangers} bytes of the day")
        return None

    def _hold(self, size: int) -> int:
        self._room -= size
        self._in_hand += size
        return size

    async def _ask(self, trusted: bool, question: Callable[..., str], *about: object) -> str:
        """Ask in a thread; who cannot have one now is told to come again, so that no queue grows."""
        if self._judging >= (JUDGES if trusted else JUDGES // 2):
            raise DayIsFull("too many senders are being judged at once")
        self._threads = self._threads or ThreadPoolExecutor(JUDGES, "judge")
        self._judging += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, question, *about)
        finally:
            self._judging -= 1
