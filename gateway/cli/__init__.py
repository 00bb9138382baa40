"""The command line: one file per group of commands. A command imports what it needs inside, so that all start fast."""

import sys


def main() -> None:
    """The console script `gateway`."""
    from gateway.cli.program import run

    sys.exit(run(sys.argv[1:]))
