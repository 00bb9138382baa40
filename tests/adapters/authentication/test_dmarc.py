"""DMARC (RFC 9989): records, the walk up the tree, alignment."""

import pytest

from gateway.adapters.authentication.dmarc import MAX_QUERIES, DmarcTree, Identifier, evaluate
from gateway.adapters.authentication.resolver import Kind, TemporaryDnsFailure
from tests.support.dns_zone import Zone


def tree(**records: str) -> tuple[DmarcTree, Zone]:
    """Records by domain, written with _ for a dot; several of one domain with | between."""
    found: dict[str, dict[Kind, list[str]]] = {
        "_dmarc." + name.replace("_", "."): {"TXT": text.split("|")} for name, text in records.items()
    }
    zone = Zone(found)
    return DmarcTree(zone), zone


def found(domain: str, **records: str) -> tuple[str, str | None]:
    """The organizational domain, and where the record stands that holds for a domain."""
    policy = tree(**records)[0].policy(domain)
    return policy.organization, policy.record.domain if policy.record else None


def test_the_record_of_the_domain_itself_holds_for_it() -> None:
    both = {"acorn_example": "v=DMARC1; p=reject", "mail_acorn_example": "v=DMARC1; p=none"}
    assert found("mail.acorn.example", **both) == ("acorn.example", "mail.acorn.example")


def test_a_domain_without_a_record_has_that_of_its_organization() -> None:
    assert found("a.b.acorn.example", acorn_example="v=DMARC1; p=reject") == ("acorn.example", "acorn.example")


def test_a_domain_without_any_record_stands_for_itself() -> None:
    assert found("mail.acorn.example") == ("mail.acorn.example", None)


def test_a_public_suffix_ends_the_organization_below_it() -> None:
    suffix = {"co_example": "v=DMARC1; p=none; psd=y"}
    assert found("a.b.acorn.co.example", **suffix) == ("acorn.co.example", "co.example")
    assert found("co.example", **suffix) == ("co.example", "co.example")


def test_a_domain_can_say_that_it_is_an_organization_of_its_own() -> None:
    records = {"acorn_example": "v=DMARC1; p=reject", "lab_acorn_example": "v=DMARC1; p=none; psd=n"}
    assert found("x.lab.acorn.example", **records) == ("lab.acorn.example", "lab.acorn.example")


def test_a_top_level_domain_is_nobodys_organization() -> None:
    assert found("mail.acorn.example", example="v=DMARC1; p=reject")[0] == "acorn.example"


def test_a_long_name_asks_eight_times_at_most() -> None:
    walker, zone = tree()
    walker.policy(".".join("abcdefghijklm") + ".acorn.example")
    assert len(zone.asked) == MAX_QUERIES
    assert zone.asked[1] == ("_dmarc.i.j.k.l.m.acorn.example", "TXT")
    assert zone.asked[-1] == ("_dmarc.example", "TXT")


@pytest.mark.parametrize(
    "text",
    [
        "v=DMARC2; p=reject",
        "V=DMARC1; p=reject",
        "v=dmarc1; p=reject",
        "p=reject; v=DMARC1",
        "v=DMARC1; p=reject|v=DMARC1; p=none",
        "v=DMARC1; p=maybe",
        "v=DMARC1; p=reject; sp=maybe",
        "something else",
    ],
)
def test_what_is_no_usable_record_is_not_applied(text: str) -> None:
    assert found("acorn.example", acorn_example=text)[1] is None


@pytest.mark.parametrize(
    "text",
    [
        "v=DMARC1; p=reject",
        "v=DMARC1 ; p=none;",
        "v=DMARC1",
        "v=DMARC1; pct=0; p=reject; future=x",
        "v=DMARC1; p=maybe; rua=mailto:dmarc@acorn.example",
        "some note|v=DMARC1; p=reject",
    ],
)
def test_a_record_is_read_in_any_order_with_unknown_tags(text: str) -> None:
    assert found("acorn.example", acorn_example=text)[1] == "acorn.example"


@pytest.mark.parametrize(
    ("record", "method", "domain", "aligned"),
    [
        ("v=DMARC1; p=reject", "dkim", "mail.acorn.example", True),
        ("v=DMARC1; p=reject", "spf", "acorn.example", True),
        ("v=DMARC1; p=reject", "spf", "bounce.other.acorn.example", True),
        ("v=DMARC1; p=reject", "dkim", "badacorn.example", False),
        ("v=DMARC1; p=reject", "dkim", "example", False),
        ("v=DMARC1; p=reject", "dkim", "", False),
        ("v=DMARC1; p=reject; adkim=s", "dkim", "acorn.example", False),
        ("v=DMARC1; p=reject; adkim=s", "dkim", "mail.acorn.example", True),
        ("v=DMARC1; p=reject; adkim=s", "spf", "acorn.example", True),
        ("v=DMARC1; p=reject; aspf=s", "spf", "acorn.example", False),
        ("v=DMARC1; p=reject", "dkim", "x.lab.acorn.example", False),
    ],
)
def test_alignment_is_by_organization_unless_the_record_wants_the_same_name(
    record: str, method: str, domain: str, aligned: bool
) -> None:
    walker, _ = tree(acorn_example=record, lab_acorn_example="v=DMARC1; p=none; psd=n")
    policy = walker.policy("mail.acorn.example")
    identifier = Identifier("spf" if method == "spf" else "dkim", domain, "pass")
    assert evaluate(walker, policy, [identifier]) == ("pass" if aligned else "fail")


def test_without_a_record_only_the_same_domain_is_aligned() -> None:
    walker, _ = tree()
    policy = walker.policy("mail.acorn.example")
    assert evaluate(walker, policy, [Identifier("dkim", "acorn.example", "pass")]) == "fail"
    assert evaluate(walker, policy, [Identifier("dkim", "mail.acorn.example", "pass")]) == "pass"


def test_a_domain_elsewhere_costs_no_question() -> None:
    walker, zone = tree(acorn_example="v=DMARC1; p=reject")
    policy = walker.policy("acorn.example")
    before = len(zone.asked)
    evaluate(walker, policy, [Identifier("dkim", f"s{number}.evil.example", "pass") for number in range(10)])
    assert len(zone.asked) == before


def test_what_is_not_known_for_now_is_neither_pass_nor_fail() -> None:
    walker, zone = tree(acorn_example="v=DMARC1; p=reject")
    policy = walker.policy("acorn.example")
    assert evaluate(walker, policy, [Identifier("dkim", "acorn.example", "temperror")]) == "temperror"
    assert evaluate(walker, policy, [Identifier("dkim", "evil.example", "temperror")]) == "fail"
    both = [Identifier("spf", "acorn.example", "temperror"), Identifier("dkim", "acorn.example", "pass")]
    assert evaluate(walker, policy, both) == "pass"
    zone.away = {"_dmarc.mail.acorn.example"}
    assert evaluate(walker, policy, [Identifier("dkim", "mail.acorn.example", "pass")]) == "temperror"


def test_a_walk_without_an_answer_is_told_to_the_caller() -> None:
    walker, zone = tree()
    zone.away = {"_dmarc.acorn.example"}
    with pytest.raises(TemporaryDnsFailure):
        walker.policy("mail.acorn.example")
