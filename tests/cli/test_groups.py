"""Groups of our people at the command line: imported, checked, listed."""

from email.message import EmailMessage
from shutil import copytree

from gateway.config import shipped
from tests.support.commandline import CommandLine

GROUP = '\n[[group]]\ncode = "billing"\nname = "Billing"\nmembers = ["{member}"]\naddress = "{address}"\n'
RULE = """
[[rule]]
id = "invoices"
why = "The accountants know them."
when = { subject = "invoice" }
verdict = { group = "billing" }
example = [{ subject = "Which invoice?" }]
"""


def give_to(gateway: CommandLine, member: str, address: str) -> int:
    """Import the starter directory with a group."""
    file = gateway.folder / "groups.toml"
    starter = (gateway.folder / "directory.toml").read_text()
    file.write_text(starter + GROUP.format(member=member, address=address))
    return gateway("directory", "import", str(file)).code


def test_a_group_is_checked_before_it_is_used(gateway: CommandLine) -> None:
    rules = copytree(shipped("rules"), gateway.folder / "rules") / "decisions" / "routing.toml"
    rules.write_text(RULE + rules.read_text())
    config = gateway.folder / "config.toml"
    config.write_text(config.read_text().replace("[gateway]", '[gateway]\nrules = "rules"'))
    [fault] = gateway("check", "--json").json["faults"]
    assert (fault["key"], "the group billing" in fault["problem"]) == ("rule invoices", True)
    assert give_to(gateway, "nobody@vendor.example", "accounts@vendor.example") != 0  # is none of our people
    assert give_to(gateway, "engineer@vendor.example", "support@vendor.example") == 0
    [fault] = gateway("check", "--json").json["faults"]
    assert fault["key"] == "group[billing].address"  # it would write to itself
    assert give_to(gateway, "engineer@vendor.example", "accounts@vendor.example") == 0
    assert gateway("check").code == 0
    assert 'code = "billing"' in gateway("directory", "export").out

    mail = EmailMessage()
    mail["From"], mail["To"] = "user@acorn.example", "support@vendor.example"
    mail["Subject"], mail["Message-ID"] = "An invoice", "<1@acorn.example>"
    mail.set_content("It is wrong.")
    (gateway.folder / "mail.eml").write_bytes(mail.as_bytes())
    assert gateway("receive", str(gateway.folder / "mail.eml"), "--json").json["ticket"] == "T-001001"
    assert len(gateway("ticket", "list", "--group", "billing", "--json").json) == 1
    assert "group         Billing" in gateway("ticket", "show", "T-001001").out
    assert 'Did you mean "billing"?' in gateway("ticket", "list", "--group", "bilings").err
