"""Becomes another program, which ends with a signal when the process that started it ends, however that ends (Linux).

Usage: bound.py PARENT PROGRAM [ARGUMENT...], where PARENT is the process id of who starts it.
"""

import ctypes
import os
import signal
import sys
from pathlib import Path

PR_SET_PDEATHSIG = 1


def bound(*command: str) -> list[str]:
    """A command line that runs a command bound to this process."""
    return [sys.executable, str(Path(__file__)), str(os.getpid()), *command]


def main() -> None:
    """Ask the kernel for the signal, then become the program."""
    parent, *command = sys.argv[1:]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() == int(parent):  # else it ended before we asked
        os.execvp(command[0], command)


if __name__ == "__main__":
    main()
