"""Make or mend the virtual environment of this checkout with the interpreter that runs this; do nothing where it fits.

Usage: environment.py FOLDER [--keep]. With --keep an environment of another suitable interpreter is kept.

An environment cannot be built elsewhere and renamed, because its programs name the folder. So it is built in place,
one set-up at a time (a lock beside the folder), and a file written last says for which interpreter, folder and
packages it is complete. Where that file is missing or names another folder or interpreter, everything is built anew.

Only files are installed whose hash stands in uv.lock, and what is built on this machine is built with such files, too.
So a platform for which a package has no wheel needs one whose sources setuptools or hatchling can build.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from requirements import Lock

STEPS = {"build": ("build",), "requirements": ("project", "postgres", "dev")}  # sections of the lock, each in a file
DEFINITIONS = ("pyproject.toml", "uv.lock", ".ci/environment.py", ".ci/requirements.py")
FAILED = (
    "the packages could not be installed, for what pip says above; the next try begins anew. "
    "A file that does not match its hash is not the one that was tested: it is not installed."
)


@dataclass(frozen=True)
class Stamp:
    """For what an environment is complete."""

    folder: str
    python: str
    packages: str  # a digest of the files that define them

    @classmethod
    def wanted(cls, folder: Path) -> "Stamp":
        """What this interpreter would make now."""
        files = [path.read_bytes() for path in map(Path, DEFINITIONS) if path.exists()]
        digest = hashlib.sha256(b"\0".join(files)).hexdigest()
        return cls(str(folder), f"{sys.base_prefix} {sys.version}", digest)

    @classmethod
    def of(cls, folder: Path) -> "Stamp | None":
        """What was made; None where nothing is complete."""
        try:
            subprocess.run([folder / "bin/python", "-c", ""], check=True, capture_output=True)
            return cls(**json.loads((folder / "ready").read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError, subprocess.CalledProcessError):
            return None


@contextmanager
def alone(folder: Path) -> Iterator[int]:
    """Wait until no other set-up of this folder runs; the lock, which programs inherit that must not be disturbed."""
    path = folder.with_name(f"{folder.name}.lock")
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"Waiting: another set-up of {folder} is running", flush=True)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield file.fileno()


def build(folder: Path, wanted: Stamp, found: Stamp | None, lock: int) -> None:
    """Build anew, or bring the packages up to date where only they differ; the stamp goes first and comes last."""
    print(f"Setting up {folder} with Python {sys.version.split()[0]}", flush=True)
    (folder / "ready").unlink(missing_ok=True)
    if found is None or (found.folder, found.python) != (wanted.folder, wanted.python):
        if folder.exists():
            shutil.rmtree(folder)
        venv.create(folder, with_pip=True, symlinks=True)
    for step, sections in STEPS.items():
        path = folder / f"{step}.txt"
        path.write_text(Lock().requirements(sections), encoding="utf-8")
        install(folder, lock, "--require-hashes", "--requirement", str(path))
    install(folder, lock, "--no-deps", "--editable", ".")
    complete = folder / "ready.new"
    complete.write_text(json.dumps(asdict(wanted), indent=1), encoding="utf-8")
    complete.rename(folder / "ready")


def install(folder: Path, lock: int, *arguments: str) -> None:
    """Run the environment's pip."""
    command = [str(folder / "bin/python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*command, "--no-build-isolation", *arguments], check=True, pass_fds=[lock])


def main(arguments: Sequence[str]) -> int:
    """The exit code."""
    folder, keep = Path(os.path.abspath(arguments[0])), "--keep" in arguments[1:]  # noqa: PTH100  # links stay links
    wanted = Stamp.wanted(folder)
    try:
        with alone(folder) as lock:
            found = Stamp.of(folder)
            if found is None or found != (replace(wanted, python=found.python) if keep else wanted):
                build(folder, wanted, found, lock)
    except subprocess.CalledProcessError:
        print(f"make: {FAILED}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"make: {folder} could not be made: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("make: stopped; the next try begins anew", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
