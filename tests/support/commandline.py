"""Run commands in this process, on a gateway of their own."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from gateway.cli.program import run


@dataclass(frozen=True, slots=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as the one JSON document it must be."""
        return json.loads(self.out)


@dataclass(frozen=True, slots=True)
class CommandLine:
    """Runs `gateway --config FOLDER/config.toml ...`."""

    folder: Path
    capture: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str, config: bool = True) -> Done:
        named = ["--config", str(self.folder / "config.toml")] if config else []
        self.capture.readouterr()
        code = run([*named, *arguments])
        text = self.capture.readouterr()
        return Done(code, text.out, text.err)
