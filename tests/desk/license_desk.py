"""A desk with one license on premises and one in the vendor's cloud, for tests of notices."""

import tomllib
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from gateway.adapters.clock import FixedClock
from gateway.adapters.verifier import TrustedRelayVerifier
from gateway.config import Config
from gateway.desk.deadlines import TickResult, tick
from gateway.desk.desk import Desk
from gateway.desk.directory import import_rows
from gateway.domain.directory import License
from gateway.domain.directory_file import read
from gateway.domain.token import Signer
from gateway.rules.book import RuleBook
from gateway.store.store import Store
from gateway.templating import Templates

DIRECTORY = """
[[calendar]]
code = "amsterdam"
timezone = "Europe/Amsterdam"
hours = "Mon-Fri 09:00-17:00"

[[region]]
code = "emea"
calendar = "amsterdam"
manager = "manager@vendor.example"

[[staff]]
email = "manager@vendor.example"
name = "Mona Manager"
roles = ["regional_manager"]
regions = ["emea"]

[[staff]]
email = "csm@vendor.example"
name = "Carl Success"
roles = ["csm"]
regions = ["emea"]

[[staff]]
email = "ae@vendor.example"
name = "Anna Account"
roles = ["account_executive"]
regions = ["emea"]

[[organization]]
code = "birch"
name = "Birch"
domains = ["birch.example"]
region = "emea"
csm = "csm@vendor.example"
account_executive = "ae@vendor.example"

[[organization]]
code = "acorn"
name = "Acorn"
domains = ["acorn.example"]
region = "emea"
csm = "csm@vendor.example"
account_executive = "ae@vendor.example"

[[contact]]
email = "tc1@birch.example"
name = "Tina One"
organization = "birch"
has_account = true

[[contact]]
email = "tc2@birch.example"
name = "Tom Two"
organization = "birch"
has_account = true

[[contact]]
email = "admin@birch.example"
name = "Ada Admin"
organization = "birch"
has_account = true
roles = ["company_admin"]

[[contact]]
email = "tc@acorn.example"
name = "Tess"
organization = "acorn"
has_account = true

[[app]]
code = "depot"
name = "Depot"
organization = "birch"
strategy = "private_standalone"
technical_contacts = ["tc1@birch.example", "tc2@birch.example"]

[[app]]
code = "orders"
name = "Orders"
organization = "acorn"
strategy = "vendor_cloud"
technical_contacts = ["tc@acorn.example"]

[[license]]
number = "LIC-77"
app = "depot"
starts = 2025-12-01
expires = 2026-12-01
renewal_url = "https://licenses.vendor.example/LIC-77"

[[license]]
number = "LIC-10"
app = "orders"
starts = 2026-07-01
expires = 2027-06-30
"""


@cache
def _rules() -> RuleBook:
    return RuleBook.load()


@cache
def _templates() -> Templates:
    return Templates.load(None, "en")


def license_desk(store: Store, folder: Path) -> Desk:
    """The desk over a store whose schema is there."""
    config = Config.model_validate(
        {
            "gateway": {"name": "Example Software", "domain": "vendor.example", "timezone": "Europe/Amsterdam"},
            "addresses": {
                "support": ["support@vendor.example"],
                "escalation": ["escalation@vendor.example"],
                "bounces": "bounces@vendor.example",
            },
            "path": folder / "config.toml",
        }
    )
    desk = Desk(
        config=config,
        store=store,
        clock=FixedClock(datetime(2026, 1, 1, tzinfo=UTC)),
        verifier=TrustedRelayVerifier(config.authentication),
        rules=_rules(),
        templates=_templates(),
        signer=Signer({"a": b"0123456789abcdef"}, "vendor.example"),
    )
    load(desk, DIRECTORY)
    return desk


def load(desk: Desk, directory: str) -> None:
    """Import a directory file."""
    reading = read(tomllib.loads(directory))
    assert not reading.faults
    with desk.store.begin() as work:
        import_rows(work, reading.rows)


def at(text: str) -> datetime:
    """An instant in ISO form; without an offset in UTC."""
    instant = datetime.fromisoformat(text)
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def ticked(desk: Desk, text: str) -> list[tuple[str, str, int | None]]:
    """(kind, subject, milestone) of what fired."""
    return [(one.kind, one.subject, one.milestone) for one in run(desk, text).fired]


def run(desk: Desk, text: str) -> TickResult:
    """One tick."""
    return tick(desk, at(text))


def mails(desk: Desk) -> list[dict[str, Any]]:
    """Every mail that was queued, oldest first."""
    with desk.store.read() as work:
        return work.outbox.listing(None, None)


def whom(desk: Desk, template: str) -> list[list[str]]:
    """The recipients of every mail of a template."""
    return [[r["address"] for r in one["recipients"]] for one in mails(desk) if one["template"] == template]


def license_of(desk: Desk, number: str = "LIC-77") -> License:
    """A license as it stands."""
    with desk.store.read() as work:
        found = work.directory.license(number)
    assert found is not None
    return found


def change(desk: Desk, number: str = "LIC-77", **columns: Any) -> None:
    """Change columns of a license."""
    with desk.store.begin() as work:
        work.directory.change_license(number, **columns)
