"""Our DKIM signatures, judged by another implementation."""

import base64
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.adapters.authentication.dns_records import Algorithm, DkimPublicKey, dkim_record
from gateway.adapters.dkim_signer import SigningKey, generate_key, load_key, signed, signing_keys, with_signatures
from gateway.config import Config
from gateway.errors import ConfigurationError
from gateway.mail.compose import compose
from gateway.ports import Reply

ALGORITHMS: tuple[Algorithm, ...] = ("rsa-sha256", "ed25519-sha256")
PEMS = {algorithm: generate_key(algorithm) for algorithm in ALGORITHMS}
KEYS = {
    algorithm: SigningKey("vendor.example", algorithm.split("-")[0], load_key(pem)) for algorithm, pem in PEMS.items()
}
HEADERS = {
    "From": '"Müller, Jan" <support@vendor.example>',
    "To": "user@acorn.example",
    "Subject": "[T-001001] Export of the logs of a very long year with many, many words in its subject",
    "Message-ID": "<t-001001.1.abc@vendor.example>",
    "Auto-Submitted": "auto-replied",
}
CONTENT = compose(HEADERS, "Hello  there \n\n\nGrüße\n\n\n", "<p>Hello</p>", datetime(2026, 3, 3, tzinfo=UTC))


def published(keys: Sequence[DkimPublicKey]) -> Callable[..., bytes | None]:
    found = {f"{(record := dkim_record(key)).name}.".encode(): record.value.encode() for key in keys}
    return lambda name, timeout=5: found.get(name)


def holds(content: bytes, index: int = 0) -> bool:
    try:
        return bool(dkim.DKIM(content).verify(idx=index, dnsfunc=published([key.public for key in KEYS.values()])))
    except dkim.ValidationError:
        return False


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_signature_holds_for_another_implementation(algorithm: Algorithm) -> None:
    assert holds(signed(CONTENT, [KEYS[algorithm]]))


def test_two_keys_make_two_signatures_that_both_hold() -> None:
    content = signed(CONTENT, list(KEYS.values()))
    assert content.count(b"DKIM-Signature:") == 2
    assert holds(content, 0)
    assert holds(content, 1)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_the_same_mail_is_signed_the_same_way_again(algorithm: Algorithm) -> None:
    assert signed(CONTENT, [KEYS[algorithm]]) == signed(CONTENT, [KEYS[algorithm]])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"Auto-Submitted: auto-replied\r\n", b""),
        (b"Hello", b"Hullo"),
        (b"From:", b"From: boss@vendor.example\r\nFrom:"),
        (b"MIME-Version:", b"Reply-To: thief@evil.example\r\nMIME-Version:"),
        (b"MIME-Version:", b"Cc: many@evil.example\r\nMIME-Version:"),
        (b"MIME-Version:", b"Subject: another\r\nMIME-Version:"),
        (b"MIME-Version:", b"Content-Type: text/html\r\nMIME-Version:"),
    ],
)
def test_a_changed_or_added_field_breaks_the_signature(old: bytes, new: bytes) -> None:
    content = signed(CONTENT, [KEYS["ed25519-sha256"]])
    head, mark, rest = content.partition(b"To: user@acorn.example")
    head = head.replace(b"\r\nFrom:", b"\r\n" + new) if old == b"From:" else head
    assert not holds(head + mark + (rest.replace(old, new, 1) if old != b"From:" else rest))


def test_blanks_that_a_relay_changes_do_not_break_the_signature() -> None:
    content = signed(CONTENT, [KEYS["rsa-sha256"]])
    assert holds(content.replace(b"\r\nSubject: ", b"\r\nsubject:   ") + b"\r\n\r\n")


@given(st.binary(max_size=400).map(lambda body: body.replace(b"\r", b"").replace(b"\n", b"\r\n")))
@settings(deadline=None)
def test_any_body_is_signed_so_that_it_holds(body: bytes) -> None:
    assert holds(
        signed(b"From: support@vendor.example\r\nSubject: x\r\n\r\n" + body + b"\r\n", [KEYS["ed25519-sha256"]])
    )


def test_lines_of_a_signature_are_short() -> None:
    content = signed(CONTENT, [KEYS["rsa-sha256"]])
    assert all(len(line) <= 78 for line in content.partition(b"\r\nFrom:")[0].split(b"\r\n"))


def config_with(folder: Path, **dkim_table: Any) -> Config:
    tables: dict[str, Any] = {
        "gateway": {"name": "Vendor", "domain": "mail.vendor.example"},
        "addresses": {
            "support": ["support@vendor.example"],
            "escalation": ["escalation@vendor.example"],
            "bounces": "bounces@vendor.example",
        },
        "path": folder / "config.toml",
    }
    return Config.model_validate({**tables, "dkim": dkim_table} if dkim_table else tables)


class RecordingMailer:
    """Keeps what it is given."""

    def __init__(self) -> None:
        self.contents: list[bytes] = []

    def send(self, _envelope_from: str, recipients: Sequence[str], content: bytes) -> Mapping[str, Reply]:
        self.contents.append(content)
        return dict.fromkeys(recipients, Reply(250, "OK"))

    def close(self) -> None:
        self.contents.clear()


def test_without_the_table_nothing_is_signed(tmp_path: Path) -> None:
    mailer = RecordingMailer()
    assert with_signatures(mailer, config_with(tmp_path)) is mailer


def test_the_table_signs_for_the_domain_of_the_support_address(tmp_path: Path) -> None:
    (tmp_path / "rsa.key").write_bytes(PEMS["rsa-sha256"])
    (tmp_path / "ed.key").write_bytes(PEMS["ed25519-sha256"])
    second = {"selector": "ed25519", "key": {"file": "ed.key"}}
    config = config_with(tmp_path, selector="rsa", key={"file": "rsa.key"}, second=second)
    inner = RecordingMailer()
    mailer = with_signatures(inner, config)
    assert mailer.send("", ["user@acorn.example"], CONTENT)["user@acorn.example"].code == 250
    assert holds(inner.contents[0], 0)
    assert holds(inner.contents[0], 1)
    assert [key.domain for key in signing_keys(config)] == ["vendor.example", "vendor.example"]


def weak_key() -> bytes:
    key = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    formats = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, *formats)


def foreign_key() -> bytes:
    formats = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return ec.generate_private_key(ec.SECP256R1()).private_bytes(serialization.Encoding.PEM, *formats)


@pytest.mark.parametrize("make", [weak_key, foreign_key, lambda: b"no key at all", lambda: b""])
def test_a_key_that_cannot_sign_is_refused_with_its_file(tmp_path: Path, make: Callable[[], bytes]) -> None:
    (tmp_path / "dkim.key").write_bytes(make())
    with pytest.raises(ConfigurationError) as caught:
        signing_keys(config_with(tmp_path, selector="s", key={"file": "dkim.key"}))
    assert caught.value.file == str(tmp_path / "dkim.key")


def test_the_published_key_is_what_verifiers_expect() -> None:
    assert len(base64.b64decode(KEYS["ed25519-sha256"].public.data)) == 32
    assert dkim_record(KEYS["rsa-sha256"].public).value.startswith("v=DKIM1; k=rsa; p=MIIB")
