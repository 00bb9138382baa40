"""`gateway directory`."""

import tomllib

from tests.support.commandline import CommandLine

CHANGED = 'name = "Uma Meyer"'
GOLDEN, ODRERS = 'plan = "golden"', 'app = "odrers"'


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
        .replace('plan = "standard"', GOLDEN)
        .replace('app = "orders"', ODRERS)
    )
    done = gateway("directory", "import", str(file))
    assert done.code == 1
    rows = file.read_text().splitlines()
    assert f"{file}:{rows.index(GOLDEN) + 1}: contract[C-1].plan: must be one of" in done.err
    assert f'{file}:{rows.index(ODRERS) + 1}: license[LIC-1].app: names the app "odrers"' in done.err
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


def test_a_file_that_lacks_most_of_the_directory_is_refused_until_that_is_allowed(gateway: CommandLine) -> None:
    before = gateway("directory", "export").out
    file = gateway.folder / "empty.toml"
    file.write_text("")
    done = gateway("directory", "import", str(file))
    assert done.code == 2
    assert "--allow-removals" in done.err
    assert gateway("directory", "export").out == before
    assert gateway("directory", "import", str(file), "--allow-removals").code == 0
    assert gateway("directory", "export").out != before


def test_a_first_import_removes_nothing_and_needs_no_leave(gateway: CommandLine) -> None:
    file = gateway.folder / "directory.toml"
    (gateway.folder / "empty.toml").write_text("")
    gateway("directory", "import", str(gateway.folder / "empty.toml"), "--allow-removals")
    assert gateway("directory", "import", str(file)).code == 0


OWN = """[[region]]
code = "north"
calendar = "oslo"

[[calendar]]
code = "oslo"
timezone = "Europe/Oslo"
hours = "mon-fri 08:00-16:00"

[[staff]]
email = "olga@vendor.example"
name = "Olga"
roles = ["engineer"]
"""


def test_a_directory_of_ones_own_replaces_the_starter_entries_unasked_and_is_guarded_itself(
    gateway: CommandLine,
) -> None:
    own, other = gateway.folder / "own.toml", gateway.folder / "other.toml"
    own.write_text(OWN)
    other.write_text(OWN.partition("[[staff]]")[0].replace("north", "south").replace("oslo", "bergen"))
    assert gateway("directory", "import", str(own)).err == ""
    assert [one["email"] for one in gateway("directory", "export", "--json").json["staff"]] == ["olga@vendor.example"]
    done = gateway("directory", "import", str(other))
    assert (done.code, "lacks 3 of the 3 entries" in done.err) == (2, True)


def test_a_starter_entry_that_somebody_changed_counts_as_theirs(gateway: CommandLine) -> None:
    file = gateway.folder / "directory.toml"
    file.write_text(file.read_text().replace('name = "Uma User"', CHANGED))
    gateway("directory", "import", str(file))
    file.write_text(OWN)
    assert "lacks 1 of the 1 entries" in gateway("directory", "import", str(file)).err
