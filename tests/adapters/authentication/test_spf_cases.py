"""RFC 7208, section by section: cases of our own as files (`spf_cases/*.toml`), judged over one small world of DNS.

A case says in words what it is about, and names the section. Its `record` stands at willow.example (or at `through`);
without one the domain of `mail_from` has its record from `world.toml`.
"""

import tomllib
from ipaddress import ip_address
from pathlib import Path

import pytest

from gateway.adapters.authentication.spf import SPF_RESULTS, check_spf
from tests.support.dns_zone import Zone

FOLDER = Path(__file__).with_name("spf_cases")
WORLD = tomllib.loads((FOLDER / "world.toml").read_text("utf-8"))
CASES = [
    (f"{file.stem}: {case['says']}", case)
    for file in sorted(FOLDER.glob("[0-9]*.toml"))
    for case in tomllib.loads(file.read_text("utf-8"))["case"]
]


@pytest.mark.parametrize("case", [case for _, case in CASES], ids=[name for name, _ in CASES])
def test_a_case_is_judged_as_the_rfc_says(case: dict[str, str]) -> None:
    zone = Zone(WORLD["names"], WORLD["away"])
    if "record" in case:
        at = case.get("through", "willow.example")
        zone = zone | {at: {**zone.records.get(at, {}), "TXT": [case["record"]]}}
    client = ip_address(case.get("client", "192.0.2.20"))
    found = check_spf(client, case.get("mail_from", "ines-list@willow.example"), case.get("helo", "a.example"), zone)
    assert found.result == case["result"]


def test_every_section_of_the_protocol_and_every_result_has_its_case() -> None:
    sections = {case["section"].partition(".")[0] for _, case in CASES}
    assert sections >= {"2", "3", "4", "5", "6", "7"}
    assert {case["section"] for _, case in CASES if case["section"].startswith("5.")} == {
        f"5.{number}" for number in range(1, 8)
    }
    assert {case["result"] for _, case in CASES} == set(SPF_RESULTS)
    assert len(CASES) >= 80
