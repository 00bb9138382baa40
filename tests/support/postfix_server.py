"""A real Postfix with a configuration, a queue and ports of its own, beside whatever Postfix the machine runs."""

import json
import pwd
import re
import shutil
import subprocess
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from tests.support.gateway_process import free_port, until

DEPLOY = Path(__file__).parents[2] / "deploy" / "postfix"
GATEWAY_ADDRESSES = ("support@vendor.example", "escalation@vendor.example", "bounces@vendor.example")

MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/mail.log
maillog_file_prefixes = {folder}
mail_owner = postfix
setgid_group = postdrop
myhostname = mx.vendor.example
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps =
alias_database =
local_recipient_maps =
recipient_delimiter = +
relayhost =
disable_dns_lookups = yes
smtp_host_lookup = native
lmtp_host_lookup = native
biff = no
notify_classes =
# the addresses of the gateway by LMTP, and one that it does not have; everybody else into one maildir
transport_maps = inline:{{ {transports} }}
virtual_mailbox_domains = vendor.example acorn.example
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = static:everybody/
virtual_minimum_uid = 1
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
virtual_transport = virtual
"""

MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
pickup   unix  n - n 60   1 pickup
cleanup  unix  n - n -    0 cleanup
qmgr     unix  n - n 300  1 qmgr
rewrite  unix  - - n -    - trivial-rewrite
bounce   unix  - - n -    0 bounce
defer    unix  - - n -    0 bounce
trace    unix  - - n -    0 bounce
verify   unix  - - n -    1 verify
flush    unix  n - n 1000 0 flush
proxymap unix  - - n -    - proxymap
proxywrite unix - - n -   1 proxymap
smtp     unix  - - n -    - smtp
relay    unix  - - n -    - smtp
showq    unix  n - n -    - showq
error    unix  - - n -    - error
retry    unix  - - n -    - error
discard  unix  - - n -    - discard
virtual  unix  - n n -    - virtual
lmtp     unix  - - n -    - lmtp
anvil    unix  - - n -    1 anvil
scache   unix  - - n -    1 scache
tlsmgr   unix  - - n 1000 1 tlsmgr
postlog  unix-dgram n - n - 1 postlogd
"""


def shipped_size_limit() -> str:
    """The lines about sizes that we tell people to add; with the defaults of Postfix mail must still be delivered."""
    lines = (DEPLOY / "main.cf").read_text().splitlines(keepends=True)
    return "".join(line for line in lines if "_limit = " in line and "_size_" in line and line[0] != "#")


class Postfix:
    """Relays mail for the gateway's addresses by LMTP to `gateway`, which is a next hop such as `inet:127.0.0.1:24`.

    It takes every other mail, the gateway's own too, into one maildir. Mail for `gone@acorn.example` goes where nobody
    knows that address, so that Postfix has to return it.
    """

    def __init__(self, folder: Path, gateway: str) -> None:
        self.folder = folder
        self.port = free_port()
        self._configure(gateway)

    def _configure(self, gateway: str) -> None:
        owner = pwd.getpwnam("nobody")
        for name, user in (("etc", "root"), ("queue", "root"), ("data", "postfix"), ("mail", "nobody")):
            (self.folder / name).mkdir(parents=True)
            shutil.chown(self.folder / name, user)
        entries = [f"{address}=lmtp:{gateway}" for address in GATEWAY_ADDRESSES]
        entries.append(f"gone@acorn.example=lmtp:{gateway}")
        settings = MAIN.format(folder=self.folder, transports=", ".join(entries), uid=owner.pw_uid, gid=owner.pw_gid)
        (self.folder / "etc" / "main.cf").write_text(settings + shipped_size_limit())
        (self.folder / "etc" / "master.cf").write_text(MASTER.format(port=self.port))

    def _tool(self, name: str, *arguments: str) -> str:
        command = [name, "-c", str(self.folder / "etc"), *arguments]
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, f"{' '.join(command)}: {done.stderr}\n{self.log()[-2000:]}"
        return done.stdout

    def start(self) -> None:
        """Start its daemons."""
        self._tool("postfix", "start")

    def stop(self) -> None:
        """End its daemons."""
        self._tool("postfix", "stop")

    def log(self) -> str:
        """Its log so far."""
        path = self.folder / "mail.log"
        return path.read_text("utf-8", "replace") if path.exists() else ""

    def queue(self) -> list[str]:
        """The ids of the mails it still has."""
        return [json.loads(line)["queue_id"] for line in self._tool("postqueue", "-j").splitlines()]

    def wait_until_empty(self) -> None:
        """Wait for its queue to be empty."""
        until(lambda: not self.queue(), f"mail stays in the queue of Postfix: {self.log()[-3000:]}")

    def outcomes(self, queue_id: str) -> list[tuple[str, str]]:
        """Each attempt to deliver a mail: the recipient and the status (sent, deferred, bounced)."""
        pattern = rf"(?m){queue_id}: to=<([^>]*)>.* status=(\w+) "
        return re.findall(pattern, self.log())

    def maildir(self) -> list[EmailMessage]:
        """What has arrived for everybody, in no order. `Delivered-To` tells for whom."""
        paths = (self.folder / "mail" / "everybody" / "new").glob("*")
        return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in paths]

    def arrived(self, address: str, answering: str | None = None, words: str = "") -> EmailMessage:
        """Wait for the one mail to an address that answers this Message-ID, and has these words in its subject."""

        def look() -> list[EmailMessage]:
            mails = [mail for mail in self.maildir() if mail["Delivered-To"] == address]
            return [mail for mail in mails if mail["In-Reply-To"] == answering and words in str(mail["Subject"])]

        [mail] = until(look, f"no mail to {address} answering {answering}: {self.log()[-3000:]}")
        return mail


def text_of(mail: EmailMessage) -> str:
    """The plain text of a mail; of one that has none, everything."""
    body = mail.get_body(("plain",))
    return str(body.get_content()) if body else mail.as_string()
