"""`gateway outage`: the register of outages from the command line."""

from tests.support.commandline import CommandLine

DESK, CLOUD = "service-desk@acorn.example", ("--region", "emea", "--strategy", "vendor_cloud")


def test_r54_r55_standing_subscriptions_of_groups_hear_of_outages(gateway: CommandLine) -> None:
    directory = gateway.folder / "with-desk.toml"
    known = gateway("directory", "export").out
    said = f'\n[[subscription]]\naddress = "{DESK}"\ntopics = ["outages"]\nregions = ["emea"]\n'
    directory.write_text(known + said)
    gateway("directory", "import", str(directory))
    opened = gateway("outage", "open", "--title", "Cloud is slow", *CLOUD, "--state", "identified", "--json").json
    assert (opened["number"], opened["state"], opened["regions"]) == ("O-0001", "identified", ["emea"])
    assert [(one["template"], one["envelope_to"]) for one in opened["outgoing"]] == [("outage_opened", [DESK])]
    told = gateway("outage", "update", "O-0001", "--text", "Found.", "--json").json
    assert [one["template"] for one in told["outgoing"]] == ["outage_updated"]
    assert gateway("outage", "update", "O-0001", "--text", "Found.", "--json").json["outgoing"] == []
    assert f"outage_resolved to {DESK}" in gateway("outage", "resolve", "O-0001", "--text", "Back.").out
    shown = gateway("outage", "show", "O-0001", "--json").json
    assert [one["state"] for one in shown["updates"]] == ["identified", "identified", "resolved"]
    assert [one["number"] for one in gateway("outage", "list", "--state", "resolved", "--json").json] == ["O-0001"]
    assert "nothing is new" in gateway("outage", "update", "O-0001").err
    assert "no outage O-0009" in gateway("outage", "resolve", "O-0009").err
