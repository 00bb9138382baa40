"""The desk of Nube: everything that makes it another vendor is in the files of this folder, and none of it is code."""

import shutil
from collections.abc import Sequence
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol

import pytest

from gateway.adapters.clock import FixedClock
from gateway.adapters.verifier import TrustedRelayVerifier
from gateway.config import Config, shipped
from gateway.config.reading import load as load_config
from gateway.desk.desk import Desk
from gateway.domain.token import Signer
from gateway.rules.decisions.book import RuleBook
from gateway.store.inbox.reading_codec import ReadingCodec
from gateway.templating import Templates
from tests.support.desk import Document, deliver, further_store, load, moment, new_id

HERE = Path(__file__).parent
ANA = "ana@roble.example"


class Write(Protocol):
    """Somebody writes to Nube."""

    def __call__(
        self, sender: str, text: str, at: str, to: str = "ayuda@nube.example", subject: str = "Pedidos", cc: str = ""
    ) -> Document:
        """What became of the mail, processed at a time of New York without an offset."""


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """Its configuration in a folder, as an operator makes it: what is shipped, and their own files over it."""
    shutil.copytree(shipped("rules"), tmp_path / "rules")
    shutil.copytree(shipped("templates") / "mail/en", tmp_path / "templates/mail/es")
    words = tmp_path / "templates/mail/es/words.toml"
    lines = words.read_text(encoding="utf-8").splitlines()
    words.write_text("\n".join(line for line in lines if not line.startswith("locale")), encoding="utf-8")
    for part in ("config.toml", "directory.toml", "rules", "templates"):
        place = tmp_path / part
        if (HERE / part).is_dir():
            shutil.copytree(HERE / part, place, dirs_exist_ok=True)
        else:
            shutil.copy(HERE / part, place)
    return load_config(tmp_path / "config.toml")


@pytest.fixture
def desk(sqlite_schema: bytes, tmp_path: Path, config: Config) -> Desk:
    """Its desk. The database has no part in what is data, so one kind of it is enough."""
    store = further_store(sqlite_schema, tmp_path / "database")
    signer = Signer({"a": b"a key of nube.example"}, "nube.example")
    desk = Desk(
        config=config,
        store=store,
        clock=FixedClock(moment("2026-03-01T12:00:00Z")),
        verifier=TrustedRelayVerifier(config.authentication),
        rules=RuleBook.load(config.folder / "rules"),
        templates=Templates.load(config.folder / "templates", config.gateway.language),
        signer=signer,
        codec=ReadingCodec(signer, lambda: "the code of the tests"),
    )
    load(desk, (config.folder / "directory.toml").read_text(encoding="utf-8"))
    return desk


@pytest.fixture
def write(desk: Desk) -> Write:
    """Hands a mail over as the relay of Nube does."""

    def one(
        sender: str, text: str, at: str, to: str = "ayuda@nube.example", subject: str = "Pedidos", cc: str = ""
    ) -> Document:
        mail = EmailMessage()
        mail["Authentication-Results"] = f"mx.nube.example; dmarc=pass header.from={sender.partition('@')[2]}"
        mail["From"], mail["To"], mail["Subject"] = sender, to, subject
        mail["Message-ID"] = new_id(sender.partition("@")[2])
        if cc:
            mail["Cc"] = cc
        mail.set_content(text, cte="8bit")
        return deliver(desk, mail, at)

    return one


def whom(document: Document, template: str) -> Sequence[str]:
    """The readers of the one mail of a template that a mail caused."""
    [found] = [one for one in document["outgoing"] if one["template"] == template]
    return sorted(found["envelope_to"])
