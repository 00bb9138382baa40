"""From headers out of a seed, as attackers write them, and what holds for each: one domain is judged, shown, stored.

    python tests/from_headers.py [--count 100000] [--seed 1]

The attacker has a host and a signature of evil.example in order, and a relay of ours says that acorn.example is proven.
"""

import argparse
import base64
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator

from gateway.adapters.authentication.names import ascii_name
from gateway.adapters.authentication.own_checks import OwnChecks
from gateway.adapters.verifier import TrustedRelayVerifier
from gateway.config import Authentication
from gateway.mail.message import Message
from gateway.mail.parse import parse
from gateway.store.sql.types import clean
from tests.support.dns_zone import EVIL, RELAY, arrived, given, mail, sign, world

VICTIM, ATTACKER = "ada@acorn.example", "eve@evil.example"
RESULTS = "Authentication-Results: mx.vendor.example; dmarc=pass header.from=acorn.example\n"
SETTINGS = Authentication(trusted_authserv_ids=("mx.vendor.example",), trusted_peers=(RELAY,))

DOMAINS = [
    *("acorn.example", "evil.example", "ACORN.Example", "acorn.example.", "acorn.example.evil.example"),
    *("\u0430corn.example", "xn--corn-43d.example", "acorn\u3002example", "acorn . example", "acorn..example"),
    *("[192.0.2.10]", "[acorn.example]", "acorn.example\0.evil.example", "acorn.example(.evil.example)", "localhost"),
    *("evil.example,acorn.example", "acorn.example\t", "acorn.example\u200b", "b\u00fccher.example", ""),
    *("-acorn.example", "acorn.example\r\n ", "acorn_example", "evil.example;acorn.example", "a" * 70 + ".example"),
]  # fmt: skip
LOCALS = [
    *("ada", "eve", "Ada", '"ada"', '"a b"', '"ada@acorn.example"', "ada%acorn.example", "ada@acorn.example"),
    *('"ada@acorn.example\\"', "a(x)da", "ada ", "@evil.example:ada", "=?utf-8?q?ada?=", "\u0430da", "", "a..b"),
    *("ada\0", "<ada", "mailto:ada", "'ada'", '"\\\0"', "ada\u202e", "x" * 80),
]  # fmt: skip
NAMES = [
    *("", "Ada Moor", '"Ada Moor"', '"ada@acorn.example"', "ada@acorn.example", "Moor, Ada", '"Moor, Ada"', "Ada (x)"),
    *('"', '"\\"', "(ada@acorn.example)", "(", ")", "(a(b)c)", "Team:", "Team: ;", "<", ">", "\u202eadA", "\r", "\0"),
    *("=?utf-8?q?ada=40acorn=2Eexample?=", "=?utf-8?b?YWRhQGFjb3JuLmV4YW1wbGU=?=", "=?utf-8?q?", "Ada <", "\u0410da"),
    *("=?utf-8?q?=3Cada=40acorn=2Eexample=3E?=", "=?x?q?ada?=", "ada@acorn.example,", "support@vendor.example", "\\"),
]  # fmt: skip
FIELDS = [*["From"] * 20, "FROM", "from", "From ", "From\t", " From", "From\n ", "Sender", "Reply-To"]
FIELDS += ["Resent-From", "X-From", "From\0", "\ufeffFrom", "Fr\u043em", "From\r"]
ODD = 0.3  # the share of pieces that may be anything
ENDS = ["", "", "", "", ",", ";", " x", ">", '"', "(", "\n ", "\n\t", "\r", " <>", "\0", "," * 50, " " * 200]


def header(chance: random.Random) -> str:
    """One to three fields that look like From, mostly one."""
    count = chance.choices((1, 2, 3), (7, 2, 1))[0]
    return "\n".join(
        f"{chance.choice(FIELDS)}:{chance.choice(('', ' ', ' ', ' '))}{value(chance)}" for _ in range(count)
    )


def value(chance: random.Random) -> str:
    """One to three mailboxes, some of them broken, some encoded as a whole."""
    count = chance.choices((1, 2, 3), (7, 2, 1))[0]
    text = chance.choice((", ", ",", " ", ";", "")).join(mailbox(chance) for _ in range(count)) + (
        chance.choice(ENDS) if chance.random() < ODD else ""
    )
    if chance.random() < 0.05:
        return f"=?utf-8?b?{base64.b64encode(text.encode('utf-8', 'replace')).decode()}?="
    if chance.random() < 0.1:
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice('<>()",;:@\\.[] \t\0\r\u200b') + text[at:]
    return text


def mailbox(chance: random.Random) -> str:
    """A name and an address in one of the forms that mail programs take."""
    local = chance.choice(LOCALS if chance.random() < ODD else LOCALS[:6])
    domain = chance.choice(DOMAINS if chance.random() < ODD else DOMAINS[:6])
    address = chance.choice((f"{local}@{domain}", VICTIM, ATTACKER))
    name = chance.choice(NAMES if chance.random() < ODD else NAMES[:8])
    forms = (*["{0} <{1}>"] * 6, *["{1}"] * 3, "<{1}>", "{1} ({0})", "{0}<{1}", "{0} {1}", "{0} <<{1}>>", "{1}:{0};")
    return chance.choice(forms).format(name, address)


class OneDomain:
    """The property, for one header after another. `seen` counts what the headers led to."""

    def __init__(self) -> None:
        self._own = OwnChecks(given(world()))
        self._relay = TrustedRelayVerifier(SETTINGS)
        self.seen: Counter[str] = Counter()

    def check(self, fields: str) -> None:
        """Raises AssertionError with the header for which the property does not hold."""
        signed = sign(mail(f"X-First: x\n{fields}\nSubject: x"), "evil.example", "from:from:subject")
        message = parse(signed)
        own = self._own.judge_client(message, arrived(signed, ATTACKER, EVIL))
        assert own.address == message.author, fields
        self._check_shown(message, own.address, own.proof, fields)
        assert own.proof != "pass" or f".{_domain(own.address)}".endswith(".evil.example"), fields
        believed = mail(f"{RESULTS}{fields}\nSubject: x")
        said = self._relay.verify(parse(believed), arrived(believed, "", RELAY))
        assert said.address == own.address, fields
        assert said.proof != "pass" or _domain(said.address) == "acorn.example", fields
        self.seen[f"judged, {own.proof}" if own.address else "nobody judged"] += 1

    def _check_shown(self, message: Message, address: str | None, proof: str, fields: str) -> None:
        if address is None:
            assert proof == "none", fields
            return
        assert message.from_fields == 1, fields
        assert [_domain(one.address) for one in message.from_] == [_domain(address)], fields
        assert clean(address) == address, fields
        assert address.isprintable() or not address.isascii(), fields
        assert address.count("@") == 1 or address.startswith('"'), fields
        if proof == "pass":
            assert [one.address for one in message.from_] == [address], fields


def _domain(address: str | None) -> str | None:
    return ascii_name((address or "").rpartition("@")[2])


def headers(seed: int, count: int) -> Iterator[str]:
    """So many headers, the same for the same seed."""
    chance = random.Random(seed)
    return (header(chance) for _ in range(count))


def main(clock: Callable[[], float] = time.process_time) -> None:
    """Check many and print what they led to."""
    reader = argparse.ArgumentParser(description="One domain is judged, shown and stored, whatever From looks like.")
    reader.add_argument("--count", type=int, default=100_000)
    reader.add_argument("--seed", type=int, default=1)
    chosen = reader.parse_args()
    begin, prover = clock(), OneDomain()
    for fields in headers(chosen.seed, chosen.count):
        prover.check(fields)
    counts = ", ".join(f"{count} {what}" for what, count in sorted(prover.seen.items()))
    sys.stdout.write(f"{chosen.count} headers of seed {chosen.seed}: {counts}; {clock() - begin:.0f} s of CPU\n")


if __name__ == "__main__":
    main()
