"""Logging of the server: to standard error only, and never in the way of mail.

A reader that does not read, a closed terminal or a full disk cost log lines, which are counted, but no time.
"""

import logging
import os
import sys
from queue import Empty, Full, Queue
from threading import Thread

import structlog

LINES_IN_WAIT = 1000
LINE_LENGTH = 4000  # characters; a hostile text is not to fill the log


class PatientWriter:
    """Writes lines to a file descriptor from a thread of its own; drops what there is no room for."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._lines: Queue[bytes] = Queue(LINES_IN_WAIT)
        self._dropped = 0
        Thread(target=self._run, name="log", daemon=True).start()

    def write(self, line: str) -> None:
        """Take a line; never blocks, never raises."""
        try:
            self._lines.put_nowait(line.encode("utf-8", "backslashreplace") + b"\n")
        except Full:
            self._dropped += 1

    def flush(self, seconds: float) -> None:
        """Wait at most so long for what was taken."""
        waiter = Thread(target=self._lines.join, daemon=True)
        waiter.start()
        waiter.join(seconds)

    def _run(self) -> None:
        while True:
            line = self._lines.get()
            taken = 1
            try:  # lines that wait together are written together
                while taken < LINES_IN_WAIT:
                    line += self._lines.get_nowait()
                    taken += 1
            except Empty:
                pass
            self._put(line)
            for _ in range(taken):
                self._lines.task_done()

    def _put(self, lines: bytes) -> None:
        if self._dropped:
            dropped, self._dropped = self._dropped, 0
            lines += b'{"event": "log lines dropped", "lines": %d}\n' % dropped
        while lines:
            try:
                lines = lines[os.write(self._descriptor, lines) :]
            except OSError:  # closed, or its disk is full: there is nobody to tell
                return


class _Handler(logging.Handler):
    def __init__(self, writer: PatientWriter) -> None:
        super().__init__()
        self._writer = writer

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._writer.write(self.format(record)[:LINE_LENGTH])
        except Exception:  # a log line that cannot be written must not become an error of what was logged
            return


def configure_logging(role: str) -> PatientWriter:
    """Send the log of this process to standard error: JSON lines, or colored text on a terminal."""
    _open_standard_streams()
    writer = PatientWriter(2)
    handler = _Handler(writer)
    handler.setFormatter(_formatter(role))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for noisy in ("mail.log", "uvicorn", "alembic", "imapclient"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    logging.captureWarnings(True)
    return writer


def _open_standard_streams() -> None:
    """A closed standard stream would lend its number to the next file or socket, and the log would go there."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest free number


def on_a_terminal() -> bool:
    """Whether a person reads standard error. A process that was started with it closed has none."""
    return sys.stderr is not None and sys.stderr.isatty()


def _formatter(role: str) -> logging.Formatter:
    terminal = on_a_terminal()

    def add_role(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
        return {"process": role, **event}

    renderer: structlog.typing.Processor
    renderer = structlog.dev.ConsoleRenderer() if terminal else structlog.processors.JSONRenderer(default=str)
    exceptions: list[structlog.typing.Processor] = [] if terminal else [structlog.processors.format_exc_info]
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(),
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            add_role,
        ],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *exceptions, renderer],
    )
