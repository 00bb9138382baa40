"""The command line: one file per group of commands. A command imports what it needs inside, so that all start fast."""

import os
import sys

OWNER_ALONE = 0o077  # every file the gateway makes holds mail, names or keys


def main() -> None:
    """The console script `gateway`."""
    from gateway.cli.program import run

    os.umask(OWNER_ALONE)
    sys.exit(run(sys.argv[1:]))
