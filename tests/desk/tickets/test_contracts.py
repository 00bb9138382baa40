"""Which contract counts where an organization has several, and where a partner acts for a customer."""

from gateway.desk.desk import Desk
from tests.support.desk import MONDAY, Document, case, load, reply_address, sent, write
from tests.support.people import DIRECTORY, INES, NADIA, PAUL

PARTNER = "pat@partner.example"
MORE = f"""
[[organization]]
code = "partner"
name = "Partner"
domains = ["partner.example"]
region = "emea"
partner_of = ["acorn", "birch"]

[[app]]
code = "bakery"
name = "Bakery"
organization = "acorn"
strategy = "kubernetes"
technical_contacts = ["{INES}"]
"""


def contract(number: str, plan: str, *apps: str, organization: str = "acorn") -> str:
    """One more contract, for some apps or all."""
    named = f"apps = {list(apps)}\n".replace("'", '"') if apps else ""
    return f"""
[[contract]]
number = "{number}"
organization = "{organization}"
plan = "{plan}"
starts = 2025-01-01
ends = 2027-12-31
{named}"""


def about(desk: Desk, subject: str, *contracts: str, sender: str = INES) -> Document:
    load(desk, DIRECTORY + MORE + "".join(contracts))
    return write(desk, sender, "It hangs.", MONDAY, subject=subject)


def agreed(desk: Desk, document: Document) -> tuple[str, str]:
    shown = case(desk, str(document["ticket"]))
    return shown["contract"], shown["plan"]


def test_r04_the_contract_that_names_the_app_counts(desk: Desk) -> None:
    premium = contract("P-1", "premium", "bakery")
    bakery = about(desk, "The bakery hangs", premium)
    assert agreed(desk, bakery) == ("P-1", "premium")
    assert "Several contracts" not in sent(bakery, "agent_new_ticket")["text"]
    assert agreed(desk, about(desk, "The till hangs", premium)) == ("HC-1", "standard")
    assert agreed(desk, about(desk, "Something hangs", premium)) == ("HC-1", "standard")


def test_r04_between_contracts_for_the_same_the_best_plan_counts_and_a_person_is_told(desk: Desk) -> None:
    document = about(desk, "The till hangs", contract("P-1", "premium"))
    assert agreed(desk, document) == ("P-1", "premium")
    assert "P-1 (premium). Also valid: HC-1." in sent(document, "agent_new_ticket")["text"]


def test_r04_another_app_is_counted_by_its_contract_from_the_receipt(desk: Desk) -> None:
    document = about(desk, "Something hangs", contract("P-1", "premium", "bakery"))
    number = str(document["ticket"])
    first = case(desk, number)["first_response_due"]
    write(desk, NADIA, "#app bakery", to=reply_address(desk, number))
    now = case(desk, number)
    assert (now["contract"], now["plan"], now["first_response_due"] < first) == ("P-1", "premium", True)


def test_r04_a_partner_who_names_a_customers_app_has_the_customers_contract(desk: Desk) -> None:
    document = about(desk, "The till hangs", sender=PARTNER)
    shown = case(desk, str(document["ticket"]))
    assert (shown["organization"], shown["contract"], shown["requester"]) == ("acorn", "HC-1", PARTNER)
    assert document["outgoing"][0]["envelope_to"] == [PARTNER]
    seen = write(desk, PAUL, "We see it, too.", subject=f"Re: [{document['ticket']}]")
    assert seen["ticket"] == document["ticket"]
    answered = write(desk, PARTNER, "And now?", subject=f"Re: [{document['ticket']}]")
    assert answered["ticket"] == document["ticket"]


def test_r04_a_partner_who_names_no_app_asks_for_themselves(desk: Desk) -> None:
    document = about(desk, "Something hangs", sender=PARTNER)
    assert case(desk, str(document["ticket"]))["organization"] == "partner"
