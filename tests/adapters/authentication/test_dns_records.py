"""The records an operator publishes."""

from pathlib import Path

from gateway.adapters.authentication.dns_records import DkimPublicKey, dkim_record, quoted_strings, records, zone_text
from gateway.config import Config

CONFIG = Config.model_validate(
    {
        "gateway": {"name": "Vendor", "domain": "vendor.example", "duty": "duty@vendor.example"},
        "addresses": {
            "support": ["support@vendor.example"],
            "escalation": ["escalation@other.example"],
            "bounces": "bounces@vendor.example",
        },
        "smarthost": {"host": "out.vendor.example"},
        "path": Path("config.toml"),
    }
)


def test_every_domain_of_our_addresses_has_its_records_once() -> None:
    found = records(CONFIG, "mx.vendor.example")
    assert [(one.name, one.type) for one in found] == [
        ("vendor.example", "MX"),
        ("vendor.example", "TXT"),
        ("_dmarc.vendor.example", "TXT"),
        ("other.example", "MX"),
        ("other.example", "TXT"),
        ("_dmarc.other.example", "TXT"),
    ]


def test_the_records_name_the_smarthost_and_the_duty_address() -> None:
    text = zone_text(records(CONFIG, "mx.vendor.example"))
    assert "vendor.example. IN MX 10 mx.vendor.example.\n" in text
    assert 'vendor.example. IN TXT "v=spf1 mx a:out.vendor.example ~all"\n' in text
    assert '_dmarc.vendor.example. IN TXT "v=DMARC1; p=quarantine; rua=mailto:duty@vendor.example"\n' in text


def test_a_long_key_is_split_into_strings_that_dns_can_hold() -> None:
    record = dkim_record(DkimPublicKey("vendor.example", "s1", "rsa-sha256", "A" * 400))
    assert record.name == "s1._domainkey.vendor.example"
    strings = record.line.split(" IN TXT ")[1].split('" "')
    assert [len(one.strip('"')) for one in strings] == [255, 400 + len("v=DKIM1; k=rsa; p=") - 255]


def test_quotes_in_a_value_are_escaped() -> None:
    assert quoted_strings('a"b\\c') == '"a\\"b\\\\c"'
