"""What is said about a configuration that is wrong."""

from pathlib import Path

import pytest

from gateway.config import load
from gateway.errors import ConfigurationFaults

WELL = """[gateway]
name = "Example Software"
domain = "vendor.example"

[addresses]
support = ["support@vendor.example"]
escalation = ["escalation@vendor.example"]
bounces = "bounces@vendor.example"
"""


def faults_of(folder: Path, text: str) -> list[str]:
    file = folder / "config.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationFaults) as caught:
        load(file)
    return [str(one).removeprefix(f"{file}:") for one in caught.value.faults]


def test_a_gateway_of_the_least_keys_is_well(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(WELL)
    assert load(tmp_path / "config.toml").smarthost.port == 25


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('name = "', 'nmae = "', '2: gateway.nmae: There is no such key. Did you mean "name"?'),
        ('name = "Example Software"\n', "", '1: gateway.name: is missing. For example: name = "Example Software"'),
        (
            '["support@vendor.example"]',
            '"support@vendor.example"',
            '6: addresses.support: must be a list in square brackets. For example: support = ["',
        ),
        ("[addresses]", "[smarthost]\nport = 99999\n[addresses]", "6: smarthost.port: must be at most 65535."),
        ("[addresses]", '[smarthost]\nport = "x"\n[addresses]', "6: smarthost.port: must be a whole number"),
        ("[addresses]", '[smarthost]\ntls = "startls"\n[addresses]', 'or "implicit". Did you mean "starttls"?'),
        ("[addresses]", "[listener]\nport = 1\n[addresses]", "5: listener: must be written as [[listener]], once for"),
        ("[addresses]", "[[smarthost]]\nport = 1\n[addresses]", "5: smarthost: must be a table."),
        ("[addresses]", '[[listener]]\ncertificate = "x"\n[addresses]', "listener[1].key: is missing: certificate and"),
        ("[addresses]", "[workers]\nprocesses = 2\n[addresses]", "6: workers.processes: more than one process needs"),
        ("[addresses]", "[lmits]\n[addresses]", '5: lmits: There is no such key. Did you mean "limits"?'),
        ("[gateway]", "[gatewy]", "gateway: is missing. For example: [gateway]"),
    ],
)
def test_a_fault_speaks_of_lists_tables_and_keys(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert any(fault in one for one in faults_of(tmp_path, WELL.replace(old, new, 1)))


def test_a_wrong_entry_of_a_list_is_one_fault(tmp_path: Path) -> None:
    [fault] = faults_of(tmp_path, WELL.replace("support@", "support "))
    assert fault.startswith("6: addresses.support[1]: must be a mail address such as support@vendor.example.")


def test_all_faults_are_told_in_the_order_of_the_file(tmp_path: Path) -> None:
    found = faults_of(tmp_path, WELL.replace("bounces@", "bounces").replace('name = "Example Software"', "name = 1"))
    assert [one.partition(":")[0] for one in found] == ["2", "8"]


def test_no_fault_speaks_of_python(tmp_path: Path) -> None:
    text = "gateway = 1\naddresses = []\nlinks = 2\nlistener = {}\nimap = 'x'\ndkim = 1\nworkers = {processes = 1.5}\n"
    for fault in faults_of(tmp_path, text):
        assert not any(word in fault for word in ("tuple", "instance", "dictionary", "Input", "NoneType", "str"))
