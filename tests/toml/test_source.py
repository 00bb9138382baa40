"""Reading TOML files that people wrote with any editor."""

from pathlib import Path

import pytest

from gateway.errors import ConfigurationError
from gateway.toml import read_source


def error_of(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    with pytest.raises(ConfigurationError) as caught:
        read_source(path)
    return str(caught.value).removeprefix(str(path))


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(b"\xef\xbb\xbf[gateway]\r\nname = 'x'\r\n")
    assert read_source(path).data == {"gateway": {"name": "x"}}


def test_another_encoding_is_named_with_its_line(tmp_path: Path) -> None:
    error = error_of(tmp_path / "x.toml", 'a = 1\nname = "M\xfcller"\n'.encode("cp1252"))
    assert error.startswith(":2: ")
    assert "Windows-1252" in error
    assert '"ü"' in error
    assert "UTF-16" in error_of(tmp_path / "y.toml", "a = 1\n".encode("utf-16"))


def test_what_is_no_toml_is_told_with_its_line_and_a_next_step(tmp_path: Path) -> None:
    error = error_of(tmp_path / "x.toml", b"[gateway]\nname = Example\n")
    assert error.startswith(":2: is not valid TOML: ")
    assert "text in quotes" in error


def test_a_file_that_is_missing_or_a_folder_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read: Is a directory"):
        read_source(tmp_path)
    with pytest.raises(ConfigurationError, match="Run: gateway init"):
        read_source(tmp_path / "absent.toml", "Run: gateway init")
