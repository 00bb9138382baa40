"""A virus scanner as a command: the file on its standard input, exit 0 for a clean one."""

import os
import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress

from gateway.config import Config
from gateway.ports import Scanner


class CommandScanner:
    """The Scanner of `[limits] scan`. Only exit 0 within the time is clean; a command that is missing is not."""

    def __init__(self, command: Sequence[str], seconds: float) -> None:
        """`seconds`: for all files of one mail together."""
        self._command = tuple(command)
        self._seconds = seconds

    def clean(self, contents: Sequence[bytes]) -> list[bool]:
        """For each content whether the command called it clean; nothing is raised."""
        end = time.monotonic() + self._seconds
        return [self._is_clean(one, end - time.monotonic()) for one in contents]

    def _is_clean(self, content: bytes, seconds: float) -> bool:
        if seconds <= 0:
            return False
        try:
            process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # so that what it starts can be ended with it
            )
        except OSError:
            return False
        with process:
            try:
                process.communicate(content, seconds)
            except (subprocess.TimeoutExpired, OSError):
                with suppress(OSError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                return False
        return process.returncode == 0


def scanner_for(config: Config) -> Scanner | None:
    """The scanner that a configuration names, None where it names none."""
    limits = config.limits
    return CommandScanner(limits.scan, limits.scan_seconds) if limits.scan else None
