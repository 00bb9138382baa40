"""SPF (RFC 7208): every mechanism, modifier, macro and limit, over answers out of a dict."""

from ipaddress import ip_address

import pytest

from gateway.adapters.authentication.resolver import Kind
from gateway.adapters.authentication.spf import check_spf
from tests.support.dns_zone import Zone

HOSTS: dict[str, dict[Kind, list[str]]] = {
    "host.x.example": {"A": ["192.0.2.9"], "AAAA": ["2001:db8::9"]},
    "near.x.example": {"A": ["192.0.2.77"]},
    "x.example": {"A": ["192.0.2.9"]},
    "mx.x.example": {"MX": ["host.x.example", "near.x.example"]},
    "many.x.example": {"MX": [f"m{number}.x.example" for number in range(11)]},
    "9.2.0.192.in-addr.arpa": {"PTR": ["fake.other.example", "Host.X.example"]},
    "good.example": {"TXT": ["v=spf1 ip4:192.0.2.0/24 -all"]},
    "bad.example": {"TXT": ["v=spf1 -all"]},
    "neutral.example": {"TXT": ["v=spf1 ?all"]},
    "broken.example": {"TXT": ["v=spf1 foo:bar -all"]},
    "two.example": {"TXT": ["v=spf1 +all", "v=spf1 -all"]},
    "ada.x.example": {"A": ["127.0.0.2"]},
    "9.2.0.192.x.example": {"A": ["127.0.0.2"]},
    "loop.example": {"TXT": ["v=spf1 include:loop.example -all"]},
    "old.example": {"TXT": ["v=spf10 +all", "v=spf1-all"]},
    "a.b.x.example": {"A": ["127.0.0.2"]},
    "exists.in-addr.host.x.example": {"A": ["127.0.0.2"]},
    "away.good.example": {},
}


def judge(
    record: str, client: str = "192.0.2.9", mail_from: str = "ada@x.example", helo: str = "host.x.example"
) -> str:
    zone = Zone({**HOSTS, "x.example": {"A": ["192.0.2.9"], "TXT": [record]}}, away=["away.example"])
    return check_spf(ip_address(client), mail_from, helo, zone).result


@pytest.mark.parametrize(
    ("record", "result"),
    [
        ("v=spf1 -all", "fail"),
        ("v=spf1 ~all", "softfail"),
        ("v=spf1 ?all", "neutral"),
        ("v=spf1 all", "pass"),
        ("V=SPF1 +ALL", "pass"),
        ("v=spf1", "neutral"),
        ("v=spf1  a   -all", "pass"),
        ("v=spf1 a:near.x.example -all", "fail"),
        ("v=spf1 a:near.x.example/24 -all", "pass"),
        ("v=spf1 a/24//64 -all", "pass"),
        ("v=spf1 mx:mx.x.example -all", "pass"),
        ("v=spf1 mx -all", "fail"),
        ("v=spf1 ptr -all", "pass"),
        ("v=spf1 ptr:other.example -all", "fail"),
        ("v=spf1 ip4:192.0.2.9 -all", "pass"),
        ("v=spf1 ip4:192.0.2.128/25 -all", "fail"),
        ("v=spf1 ip6:2001:db8::/32 -all", "fail"),
        ("v=spf1 include:good.example -all", "pass"),
        ("v=spf1 include:bad.example ?all", "neutral"),
        ("v=spf1 include:neutral.example -all", "fail"),
        ("v=spf1 exists:ada.x.example -all", "pass"),
        ("v=spf1 exists:nobody.x.example -all", "fail"),
        ("v=spf1 redirect=good.example", "pass"),
        ("v=spf1 redirect=bad.example a", "pass"),
        ("v=spf1 redirect=good.example -all", "fail"),
        ("v=spf1 exp=why.x.example unknown=%{d} -all", "fail"),
    ],
)
def test_a_record_is_evaluated_from_left_to_right(record: str, result: str) -> None:
    assert judge(record) == result


@pytest.mark.parametrize(
    "record",
    [
        "v=spf1 foo -all",
        "v=spf1 a: -all",
        "v=spf1 a:museum -all",
        "v=spf1 a:x.123 -all",
        "v=spf1 a/33 -all",
        "v=spf1 a/024 -all",
        "v=spf1 a//129 -all",
        "v=spf1 ptr/24 -all",
        "v=spf1 ip4:192.0.2 -all",
        "v=spf1 ip4:192.0.2.9/33 -all",
        "v=spf1 ip4 -all",
        "v=spf1 ip6:192.0.2.9 -all",
        "v=spf1 include -all",
        "v=spf1 exists -all",
        "v=spf1 all:x.example",
        "v=spf1 -redirect=good.example",
        "v=spf1 redirect=good.example redirect=good.example",
        "v=spf1 exp=a.example exp=a.example -all",
        "v=spf1 redirect=",
        "v=spf1 a:%{d -all",
        "v=spf1 a:%{z}.example -all",
        "v=spf1 a:%{d0}.example -all",
        "v=spf1 a:%{c}.example -all",
        "v=spf1 a:%x.example -all",
        "v=spf1 foo=% -all",
        "v=spf1 +all \u00e9",
        "v=spf1 +all a\tb",
        "v=spf1 include:nobody.example -all",
        "v=spf1 include:broken.example -all",
        "v=spf1 include:two.example -all",
        "v=spf1 include:old.example -all",
        "v=spf1 redirect=nobody.example",
        "v=spf1 mx:many.x.example -all",
        "v=spf1 include:loop.example -all",
        "v=spf1 " + "a:near.x.example " * 11 + "+all",
        "v=spf1 a:n1.x.example a:n2.x.example a:n3.x.example +all",
        "v=spf1 " + "ip4:192.0.2.1 " * 600 + "+all",
    ],
)
def test_a_broken_record_is_a_permanent_error(record: str) -> None:
    assert judge(record) == "permerror"


@pytest.mark.parametrize(
    ("record", "result"),
    [
        ("v=spf1 " + "a:near.x.example " * 10 + "+all", "pass"),
        ("v=spf1 a:n1.x.example a:n2.x.example +all", "pass"),
        ("v=spf1 a:" + "l" * 64 + ".example +all", "pass"),
    ],
)
def test_a_record_may_go_up_to_the_limits(record: str, result: str) -> None:
    assert judge(record) == result


@pytest.mark.parametrize(
    "record",
    [
        "v=spf1 a:away.example +all",
        "v=spf1 include:away.example -all",
        "v=spf1 redirect=away.example",
        "v=spf1 mx:away.example",
    ],
)
def test_no_answer_from_dns_is_a_temporary_error(record: str) -> None:
    assert judge(record) == "temperror"


def test_an_error_before_the_missing_answer_counts_first() -> None:
    assert judge("v=spf1 a a:away.example -all") == "pass"


@pytest.mark.parametrize(
    "record",
    [
        "v=spf1 exists:%{l}.%{o} -all",
        "v=spf1 exists:%{L}.%{d} -all",
        "v=spf1 exists:%{ir}.%{d2} -all",
        "v=spf1 exists:exists.%{v}.%{h} -all",
        "v=spf1 exists:ada.%{p2} -all",
        "v=spf1 exists:%{l1r+}.%{o} -all",
    ],
)
def test_macros_are_replaced(record: str) -> None:
    assert judge(record) == "pass"


def test_a_delimiter_of_its_own_splits_the_value() -> None:
    assert judge("v=spf1 exists:%{l1r-}.x.example -all", mail_from="ada-list@x.example") == "pass"
    assert judge("v=spf1 exists:%{l-}.x.example -all", mail_from="a-b@x.example") == "pass"


def test_a_host_with_ipv6_is_found_by_its_own_records() -> None:
    assert judge("v=spf1 a:host.x.example -all", client="2001:db8::9") == "pass"
    assert judge("v=spf1 ip6:2001:db8::/32 -all", client="2001:db8::9") == "pass"
    assert judge("v=spf1 ip4:192.0.2.9 -all", client="::ffff:192.0.2.9") == "pass"
    dotted = ".".join("20010db8000000000000000000000009")
    zone = Zone(
        {
            "x.example": {"TXT": ["v=spf1 exists:%{i}.%{v}.x.example -all"]},
            f"{dotted}.ip6.x.example": {"A": ["127.0.0.2"]},
        }
    )
    assert check_spf(ip_address("2001:db8::9"), "ada@x.example", "", zone).result == "pass"


def test_the_null_sender_is_judged_by_its_greeting() -> None:
    zone = Zone(HOSTS)
    found = check_spf(ip_address("192.0.2.9"), "", "good.example", zone)
    assert (found.result, found.domain) == ("pass", "good.example")
    assert check_spf(ip_address("198.51.100.1"), "", "good.example", zone).result == "fail"


@pytest.mark.parametrize(
    "mail_from", ["ada@localhost", "ada@", "ada@[192.0.2.9]", "ada@" + "l" * 64 + ".example", "ada@a..example"]
)
def test_what_is_no_domain_has_no_result(mail_from: str) -> None:
    assert check_spf(ip_address("192.0.2.9"), mail_from, "", Zone(HOSTS)).result == "none"


def test_a_domain_in_letters_of_its_language_is_found() -> None:
    zone = Zone({"xn--mller-kva.example": {"TXT": ["v=spf1 ip4:192.0.2.9 -all"]}})
    assert check_spf(ip_address("192.0.2.9"), "ada@m\u00fcller.example", "", zone).result == "pass"


def test_names_of_the_client_that_do_not_answer_are_no_names() -> None:
    zone = Zone({**HOSTS, "x.example": {"TXT": ["v=spf1 ptr -all"]}}, away=["9.2.0.192.in-addr.arpa"])
    assert check_spf(ip_address("192.0.2.9"), "ada@x.example", "", zone).result == "fail"


@pytest.mark.parametrize(
    ("record", "result"),
    [
        ("v=spf1 ip4:0.0.0.0/0 -all", "pass"),
        ("v=spf1 a//0 -all", "pass"),
        ("v=spf1 a:near.x.example/0 -all", "pass"),
        ("v=spf1 ip4:192.0.2.9/32 -all ", "pass"),
        ("v=spf1 ~ip4:192.0.2.9 -all", "softfail"),
        ("v=spf1 -ip4:192.0.2.9 +all", "fail"),
        ("v=spf1 moo.cow-far_out=man:dog/cat ip4:192.0.2.9 -all", "pass"),
        ("v=spf1 moo.cow/far_out=man:dog/cat ip4:192.0.2.9 -all", "permerror"),
        ("v=spf1 a:x..example -all", "fail"),
        ("v=spf1 a:x.example. -all", "pass"),
        ("v=spf1 redirect:good.example", "permerror"),
        ("v=spf1 ip4:192.0.2.9 redirect=nobody.example", "pass"),
        ("v=spf1 include:good.example include:good.example include:good.example include:good.example -all", "pass"),
        ("v=spf1 exists:%{s}.example -all", "fail"),
        ("v=spf1 exists:%{h}.x.example -all", "fail"),
        ("v=spf1 exists:%%.%_%-.x.example -all", "fail"),
        ("v=spf1 mx:empty.x.example mx:empty.x.example mx:empty.x.example +all", "permerror"),
    ],
)
def test_the_corners_of_the_grammar(record: str, result: str) -> None:
    assert judge(record) == result


def test_what_an_include_looks_up_counts_towards_the_limit() -> None:
    nine = "v=spf1 " + "a:near.x.example " * 9 + "?all"
    zone = Zone({**HOSTS, "nine.example": {"TXT": [nine]}, "x.example": {"TXT": ["v=spf1 include:nine.example +all"]}})
    assert check_spf(ip_address("192.0.2.9"), "a@x.example", "", zone).result == "pass"
    one_more = zone | {"x.example": {"TXT": ["v=spf1 include:nine.example a:near.x.example +all"]}}
    assert check_spf(ip_address("192.0.2.9"), "a@x.example", "", one_more).result == "permerror"
    redirected = zone | {"x.example": {"TXT": ["v=spf1 a:near.x.example redirect=nine.example"]}}
    assert check_spf(ip_address("192.0.2.9"), "a@x.example", "", redirected).result == "permerror"


def test_only_ten_names_of_a_client_are_looked_at() -> None:
    names = [*(f"n{number}.other.example" for number in range(10)), "host.x.example"]
    zone = Zone(HOSTS) | {"x.example": {"TXT": ["v=spf1 ptr -all"]}} | {"9.2.0.192.in-addr.arpa": {"PTR": names}}
    assert check_spf(ip_address("192.0.2.9"), "a@x.example", "", zone).result == "fail"
    assert ("host.x.example", "A") not in zone.asked


def test_an_expanded_name_that_is_too_long_loses_labels_from_its_left_end() -> None:
    local = ".".join(["l" * 61] * 4)
    kept = ".".join(["l" * 61] * 3)
    zone = Zone({"x.example": {"TXT": ["v=spf1 exists:%{l}.%{d} -all"]}, f"{kept}.x.example": {"A": ["127.0.0.2"]}})
    assert check_spf(ip_address("192.0.2.9"), f"{local}@x.example", "", zone).result == "pass"


def test_a_letter_in_upper_case_is_escaped_for_urls() -> None:
    zone = Zone({"x.example": {"TXT": ["v=spf1 exists:%{L}.%{d} -all"]}, "a%2bb.x.example": {"A": ["127.0.0.2"]}})
    assert check_spf(ip_address("192.0.2.9"), "a+b@x.example", "", zone).result == "pass"


def test_exists_asks_for_ipv4_whatever_the_client_has() -> None:
    assert judge("v=spf1 exists:ada.x.example -all", client="2001:db8::9") == "pass"


def test_a_sender_without_a_local_part_is_the_postmaster() -> None:
    zone = Zone({"x.example": {"TXT": ["v=spf1 exists:%{l}.%{o} -all"]}, "postmaster.x.example": {"A": ["127.0.0.2"]}})
    for mail_from in ("@x.example", "x.example"):
        assert check_spf(ip_address("192.0.2.9"), mail_from, "", zone).result == "pass"


@pytest.mark.parametrize(
    "record", ["v=spf1 a:\x00 -all", "v=spf1 +all\n", "v=spf1 a:b\u00e9.example +all", "v=spf1\t+all"]
)
def test_a_record_with_another_character_than_printable_ascii_is_none_or_broken(record: str) -> None:
    assert judge(record) in ("permerror", "none")


def test_nothing_looked_up_after_the_record_was_found_broken() -> None:
    zone = Zone({**HOSTS, "x.example": {"TXT": ["v=spf1 a mx include:good.example -all broken:"]}})
    assert check_spf(ip_address("192.0.2.9"), "a@x.example", "", zone).result == "permerror"
    assert zone.asked == [("x.example", "TXT")]
