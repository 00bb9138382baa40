"""Whatever a From header looks like: the address that is judged, shown and stored is one."""

import email.header

from hypothesis import given as generated
from hypothesis import strategies as st

from gateway.adapters.authentication.own_checks import OwnChecks
from gateway.adapters.verifier import TrustedRelayVerifier
from gateway.config import Authentication
from gateway.mail.header.addresses import judge_from
from gateway.mail.identity.canonical import split_message
from gateway.mail.parse import parse
from tests.support.dns_zone import EVIL, FRIEND, RELAY, arrived, given, mail, sign, world

ADDRESSES = st.sampled_from(
    [
        "ada@acorn.example",
        "eve@evil.example",
        "Ada@ACORN.example",
        '"a b"@acorn.example',
        "x@evil.example.",
        "ada",
        "@evil.example",
    ]
)
ENCODED = ADDRESSES.map(lambda text: email.header.Header(text, "utf-8").encode())
QUOTED = ADDRESSES.map(lambda text: '"' + text.replace('"', '\\"') + '"')
PIECES = st.one_of(
    ADDRESSES,
    ENCODED,
    QUOTED,
    st.sampled_from(
        [
            *'<>()",;:@\\. ',
            "\t",
            "\n ",
            "\0",
            "\r",
            "Ada Moor",
            "<@evil.example:",
            "Team:",
            "(a (b) c)",
            "\u0430",
            "=?utf-8?q?",
        ]
    ),
)
VALUES = st.lists(PIECES, min_size=1, max_size=6).map("".join)
USUAL = st.builds("{} <{}>".format, st.one_of(ENCODED, QUOTED, st.sampled_from(["Ada", "", "Ada (x)"])), ADDRESSES)
HEADERS = st.lists(
    st.builds(
        "{}: {}".format,
        st.sampled_from(["From", "From", "From ", "FROM", "Sender", "Resent-From", " From"]),
        st.one_of(VALUES, USUAL),
    ),
    min_size=1,
    max_size=3,
).map("\n".join)


@generated(HEADERS, st.sampled_from(["acorn.example", "evil.example"]))
def test_the_address_judged_is_the_one_shown_and_the_one_that_is_stored(header: str, signer: str) -> None:
    content = sign(mail(f"X-First: x\n{header}\nSubject: x"), signer, "from:from:subject")
    message = parse(content)
    found = OwnChecks(given(world())).judge_client(message, arrived(content, "ada@acorn.example", FRIEND))
    assert found.address == message.author
    if found.address is not None:
        assert [one.address.rpartition("@")[2] for one in message.from_] == [found.address.rpartition("@")[2]]
        assert message.from_fields == 1
    if found.proof == "pass":
        values = [one.value for one in split_message(content).all("from")]
        assert judge_from(values) == found.address == message.author
        assert (found.address or "").lower().endswith(("@acorn.example", f"@{signer}"))
        assert [one.address for one in message.from_] == [found.address]


@generated(HEADERS)
def test_an_attacker_proves_no_other_domain_than_his(header: str) -> None:
    content = sign(mail(f"X-First: x\n{header}\nSubject: x"), "evil.example", "from:from:subject")
    found = OwnChecks(given(world())).judge_client(parse(content), arrived(content, "eve@evil.example", EVIL))
    assert found.proof != "pass" or (found.address or "").endswith("@evil.example")


@generated(HEADERS)
def test_a_relay_vouches_for_the_address_that_is_shown_or_for_none(header: str) -> None:
    results = "Authentication-Results: mx.vendor.example; dmarc=pass header.from=acorn.example"
    content = mail(f"{results}\n{header}\nSubject: x")
    message = parse(content)
    settings = Authentication(trusted_authserv_ids=("mx.vendor.example",), trusted_peers=(RELAY,))
    found = TrustedRelayVerifier(settings).verify(message, arrived(content, "", RELAY))
    if found.proof == "pass":
        assert [one.address for one in message.from_] == [found.address]
        assert (found.address or "").endswith("@acorn.example")
