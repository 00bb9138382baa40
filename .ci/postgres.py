"""Run a command with a throw-away PostgreSQL server; `{url}` in its arguments becomes the server's address.

Usage: postgres.py COMMAND [ARGUMENT...]. The address is in the environment as POSTGRES_URL, too. The exit code is the
command's; the server is the one of the tests and is gone when the command ends.
"""

import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))


def main() -> int:
    """Start, run, stop."""
    from tests.support.databases import postgres_server

    with postgres_server() as url:
        command = [argument.replace("{url}", url) for argument in sys.argv[1:]]
        return subprocess.run(command, env={**os.environ, "POSTGRES_URL": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
