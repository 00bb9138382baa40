"""`gateway directory`."""

import tomllib

from commandline import CommandLine

CHANGED = 'name = "Uma Meyer"'


def test_import_shows_what_is_different(gateway: CommandLine) -> None:
    file = gateway.folder / "directory.toml"
    file.write_text(file.read_text().replace('name = "Uma User"', CHANGED))
    assert "~ contact user@acorn.example: name Uma User -> Uma Meyer" in gateway("directory", "import", str(file)).out
    assert gateway("directory", "import", str(file)).out == "Nothing is different.\n"


def test_import_prints_the_difference_as_json_too(gateway: CommandLine) -> None:
    file = gateway.folder / "directory.toml"
    file.write_text(file.read_text().replace("expires = 2026-12-31", "expires = 2027-12-31"))
    done = gateway("directory", "import", "--json", str(file)).json
    assert done["license"]["changed"] == [{"key": "LIC-1", "fields": {"expires": ["2026-12-31", "2027-12-31"]}}]
    assert done["contact"] == {"added": [], "changed": [], "removed": []}


def test_a_file_with_faults_changes_nothing_and_all_are_told(gateway: CommandLine) -> None:
    file = gateway.folder / "directory.toml"
    before = gateway("directory", "export").out
    file.write_text(
        before.replace('name = "Uma User"', CHANGED)
        .replace('plan = "standard"', 'plan = "golden"')
        .replace('app = "orders"', 'app = "odrers"')
    )
    done = gateway("directory", "import", str(file))
    assert done.code == 1
    assert f"{file}: contract[C-1].plan: must be one of" in done.err
    assert f'{file}: license[LIC-1].app: names the app "odrers"' in done.err
    assert 'Did you mean "orders"?' in done.err
    assert gateway("directory", "export").out == before


def test_a_file_that_is_missing_or_no_toml_is_told_in_one_line(gateway: CommandLine) -> None:
    (gateway.folder / "broken.toml").write_text("[[contact]\n")
    for name in ("absent.toml", "broken.toml"):
        done = gateway("directory", "import", str(gateway.folder / name))
        assert (done.code, done.err.count("\n")) == (1, 1)
        assert name in done.err


def test_export_prints_the_tables_under_the_names_of_the_file(gateway: CommandLine) -> None:
    as_toml = tomllib.loads(gateway("directory", "export").out)
    as_json = gateway("directory", "export", "--json").json
    assert as_json["app"][0]["technical_contacts"] == as_toml["app"][0]["technical_contacts"] == ["tc@acorn.example"]
    assert as_json["contract"][0]["ends"] == as_toml["contract"][0]["ends"].isoformat() == "2027-12-31"
