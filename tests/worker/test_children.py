"""What a child is told by its parent."""

import os
import re
from pathlib import Path

from gateway.config import load, shipped
from gateway.worker.children import read_settings, settings_line


def test_a_child_has_exactly_the_settings_of_its_parent(tmp_path: Path) -> None:
    every_key = re.sub(r"(?m)^# ?(?=[a-z_]+ = |\[)", "", shipped("config.example.toml").read_text("utf-8"))
    path = tmp_path / "config.toml"
    path.write_text(every_key, "utf-8")
    settings = load(path)
    ours, theirs = os.pipe()
    os.write(theirs, settings_line(settings) + b"xx")
    assert read_settings(ours, path) == settings
    assert os.read(ours, 10) == b"xx"  # the calls that were sent meanwhile
    os.close(ours)
    os.close(theirs)
