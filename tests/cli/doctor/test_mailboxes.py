"""The doctor opens every mailbox as `gateway serve` does."""

import json

import pytest

from tests.support.commandline import CommandLine
from tests.support.imap_server import ImapServer


def checked(
    gateway: CommandLine, server: ImapServer, password: str = "s3cret", folder: str = "INBOX"
) -> dict[str, str]:
    (gateway.folder / "imap.pw").write_text(password)
    config = gateway.folder / "config.toml"
    table = f'host = "localhost"\nport = {server.port}\ntls = "none"\nusername = "support"\nfolder = "{folder}"'
    config.write_text(f'{config.read_text()}\n[[imap]]\n{table}\npassword = {{ file = "imap.pw" }}\n')
    [found] = [one for one in json.loads(gateway("doctor", "--json").out) if one["check"].startswith("imap")]
    return dict(found)


def test_a_mailbox_that_can_be_read_is_well(gateway: CommandLine) -> None:
    with ImapServer() as server:
        found = checked(gateway, server)
    assert found["ok"], found
    assert "INBOX is open" in found["detail"]


@pytest.mark.parametrize(
    ("password", "folder", "said"),
    [
        ("mistyped", "INBOX", "support is not let in: "),
        ("s3cret", "Nowhere", 'the folder "Nowhere" cannot be opened: '),
    ],
)
def test_a_password_or_folder_that_is_wrong_is_found_and_told_in_clean_words(
    gateway: CommandLine, password: str, folder: str, said: str
) -> None:
    with ImapServer() as server:
        found = checked(gateway, server, password, folder)
    assert not found["ok"]
    assert said in found["detail"]
    assert "b'" not in found["detail"]
    assert "folder" in found["next_step"]


def test_a_server_that_is_not_there_is_found(gateway: CommandLine) -> None:
    with ImapServer() as server:
        pass
    found = checked(gateway, server)
    assert not found["ok"]
    assert "cannot be reached" in found["detail"]
