"""What is installed is what was tested: each package in the version that is locked, and each file with its hash."""

import hashlib
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.support.packages import DEPENDENCIES, EXTRAS, GROUPS, closure

ROOT = Path(__file__).parents[2]
LOCK = """
[[package]]
name = "ours"
source = { editable = "." }
dependencies = [{ name = "plain" }, { name = "twice", version = "1", marker = "python_version < '3.12'" }]
[package.optional-dependencies]
more = [{ name = "twice", version = "2", marker = "os_name == 'nt'" }]
[package.dev-dependencies]
dev = [{ name = "plain", extra = ["fast"] }]
tool = [{ name = "plain" }]

[[package]]
name = "plain"
version = "1.0"
source = { registry = "registry" }
sdist = { path = "plain-1.0.tar.gz", hash = "sha256:aa" }
wheels = [{ path = "plain-1.0-py3-none-any.whl", hash = "sha256:HASH" }]
[package.optional-dependencies]
fast = [{ name = "wind", marker = "os_name == 'posix'" }]

[[package]]
name = "wind"
version = "3"
source = { registry = "registry" }
dependencies = [{ name = "plain" }, { name = "twice", version = "2", marker = "python_version >= '3.12'" }]

[[package]]
name = "twice"
version = "1"
source = { registry = "registry" }

[[package]]
name = "twice"
version = "2"
source = { registry = "registry" }
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout of a project of its own."""
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci/requirements.py", tmp_path / ".ci")
    (tmp_path / "uv.lock").write_text(LOCK, encoding="utf-8")
    return tmp_path


def requirements(checkout: Path, *arguments: str) -> str:
    """What `.ci/requirements.py` prints."""
    command = [sys.executable, str(checkout / ".ci/requirements.py"), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_every_package_of_this_environment_is_locked_with_hashes() -> None:
    written = requirements(ROOT, "build", "project", "postgres", "dev", "fuzz", "audit").replace("\\\n", "")
    locked = set()
    for line in written.splitlines():
        text, *hashes = re.split(r"\s+--hash=", line.strip())
        assert hashes, line
        assert all(re.fullmatch("sha256:[0-9a-f]{64}", one) for one in hashes), line
        assert str(Requirement(text).specifier).startswith("=="), line
        locked.add(Requirement(text).name)
    assert closure(DEPENDENCIES + EXTRAS + GROUPS) - locked == set()


def test_a_package_is_named_for_those_who_need_it(checkout: Path) -> None:
    assert requirements(checkout, "--constraints", "project", "more").splitlines() == [
        "plain==1.0",
        "twice==1 ; (python_version < '3.12')",
        "twice==2 ; (os_name == 'nt')",
    ]
    assert requirements(checkout, "--constraints", "dev").splitlines() == [
        "plain==1.0",
        "wind==3 ; (os_name == 'posix')",
        "twice==2 ; (os_name == 'posix') and (python_version >= '3.12')",
    ]


@pytest.mark.parametrize("changed", [False, True])
def test_a_changed_file_is_not_installed(checkout: Path, changed: bool) -> None:
    wheel = checkout / "plain-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("plain.py", "")
        archive.writestr("plain-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: plain\nVersion: 1.0\n")
        archive.writestr("plain-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr("plain-1.0.dist-info/RECORD", "")
    digest = hashlib.sha256(b"another" if changed else wheel.read_bytes()).hexdigest()
    (checkout / "uv.lock").write_text(LOCK.replace("HASH", digest), encoding="utf-8")
    (checkout / "plain.txt").write_text(requirements(checkout, "tool"), encoding="utf-8")
    command = [sys.executable, "-m", "pip", "--isolated", "install", "--no-index", "--find-links", str(checkout)]
    command += ["--target", str(checkout / "there"), "--require-hashes", "--requirement", str(checkout / "plain.txt")]
    said = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (checkout / "there/plain.py").exists() is not changed
    assert ("DO NOT MATCH THE HASHES" in said.stderr) is changed, said.stderr
