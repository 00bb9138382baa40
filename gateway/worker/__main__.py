"""A child of `gateway serve`: `python -m gateway.worker settler|acceptor|reader CONFIG`; not for people."""

import os
import sys
from pathlib import Path

from gateway.worker.children import read_settings
from gateway.worker.log import configure_logging

NICE = 10  # of readers, from their imports on: who takes mail in and who decides go first where there are few cores


def main(arguments: list[str]) -> int:
    """Run one child until its standard input ends or SIGTERM comes."""
    role, path = arguments
    reports = os.dup(1)
    os.dup2(2, 1)  # whatever prints must not end up between the reports
    log = configure_logging(role)
    config = read_settings(0, Path(path))
    if role == "acceptor":
        from gateway.worker.acceptor import run as accept

        code = accept(config, reports)
    elif role == "reader":
        os.nice(NICE)
        from gateway.worker.reader import run as read

        code = read(config, reports)
    else:
        from gateway.worker.settler import run as settle

        code = settle(config, reports)
    log.flush(1.0)
    return code


if __name__ == "__main__":
    CODE = main(sys.argv[1:])
    os._exit(CODE)  # a thread that waits for a slow smarthost is not waited for
