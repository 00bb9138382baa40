"""Reading and writing directory files."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.config import shipped
from gateway.directory_file import writing as directory_toml
from gateway.directory_file.reading import read

STARTER = shipped("docs/directory.example.toml").read_text(encoding="utf-8")


def keys_of_faults(text: str, plans: tuple[str, ...] = ()) -> dict[str, str]:
    return {fault.key: fault.problem for fault in read(tomllib.loads(text), plans).faults}


def starter_with(old: str, new: str) -> str:
    assert old in STARTER
    return STARTER.replace(old, new, 1)


def test_the_starter_has_no_faults() -> None:
    assert read(tomllib.loads(STARTER), ("standard",)).faults == ()


def test_an_empty_file_is_an_empty_directory() -> None:
    reading = read({})
    assert reading.faults == ()
    assert not any(reading.rows.values())


def test_what_is_written_reads_the_same_again() -> None:
    reading = read(tomllib.loads(STARTER))
    assert read(tomllib.loads(directory_toml.write(reading.rows))) == reading


def test_every_optional_key_survives_writing() -> None:
    text = STARTER.replace("# away", "away").replace("# account_exec", "account_exec").replace("# partner_", "partner_")
    text = text.replace("# timezone", "timezone").replace("# extended", "extended").replace("# delivered", "delivered")
    text += '[[subscription]]\naddress = "ops@acorn.example"\ntopics = ["outages"]\nregions = ["emea"]\n'
    reading = read(tomllib.loads(text))
    assert reading.faults == ()
    assert reading.rows["contract"]["C-1"]["extended_support"] == {"major": 8, "months": 6}
    assert read(tomllib.loads(directory_toml.write(reading.rows))) == reading


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("[[calendar]]", "[[calender]]", "calender"),
        ('name = "Uma User"', 'nmae = "Uma"', "contact[user@acorn.example].nmae"),
        ('organization = "acorn"\nhas', 'organization = "accorn"\nhas', "contact[user@acorn.example].organization"),
        ('calendar = "amsterdam"', 'calendar = "berlin"', "region[emea].calendar"),
        ('region = "emea"', 'region = "apac"', "organization[acorn].region"),
        ('app = "orders"', 'app = "odrers"', "license[LIC-1].app"),
        ("Europe/Amsterdam", "Europe/Atlantis", "calendar[amsterdam].timezone"),
        ("Mon-Fri 09:00-17:00", "Mon-Fri 9 to 5", "calendar[amsterdam].hours"),
        ('holidays = ["NL"]', 'holidays = ["ZZ"]', "calendar[amsterdam].holidays[1]"),
        ('holidays = ["NL"]', "holidays = 5", "calendar[amsterdam].holidays"),
        ('email = "tc@acorn.example"', 'email = "tc at acorn"', "contact[tc at acorn].email"),
        ('email = "tc@acorn.example"', 'email = "USER@acorn.example"', "contact[user@acorn.example]"),
        ('roles = ["engineer"]', 'roles = ["enginer"]', "staff[engineer@vendor.example].roles[1]"),
        ("has_account = true", 'has_account = "yes"', "contact[user@acorn.example].has_account"),
        ("starts = 2026-01-01", 'starts = "2026-01-01"', "contract[C-1].starts"),
        ("ends = 2027-12-31", "ends = 2025-12-31", "contract[C-1].ends"),
        ("expires = 2026-12-31", "expires = 2025-12-31", "license[LIC-1].expires"),
        ('"private_standalone"', '"on_premises"', "app[orders].strategy"),
        ('technical_contacts = ["tc@acorn.example"]', "technical_contacts = []", "app[orders].technical_contacts"),
        ("https://licenses", "ftp://licenses", "license[LIC-1].renewal_url"),
        ('domains = ["acorn.example"]', 'domains = ["https://acorn.example"]', "organization[acorn].domains[1]"),
        ("version = 10", 'version = "10"', "app[orders].version"),
        ('plan = "standard"', 'plan = "golden"', "contract[C-1].plan"),
        ('code = "orders"\n', "", "app[#1].code"),
    ],
)
def test_a_fault_is_found_under_its_key(old: str, new: str, key: str) -> None:
    assert key in keys_of_faults(starter_with(old, new), ("standard", "premium"))


@pytest.mark.parametrize("strategy", ["vendor_cloud", "dedicated"])
@pytest.mark.parametrize("contacts", ["[]", '["tc@acorn.example", "user@acorn.example"]'])
def test_a_cloud_app_has_exactly_one_technical_contact(strategy: str, contacts: str) -> None:
    text = starter_with('strategy = "private_standalone"', f'strategy = "{strategy}"')
    text = text.replace('technical_contacts = ["tc@acorn.example"]', f"technical_contacts = {contacts}")
    assert "exactly one" in keys_of_faults(text)["app[orders].technical_contacts"]


def test_an_app_on_premises_may_have_several_technical_contacts() -> None:
    both = 'technical_contacts = ["tc@acorn.example", "user@acorn.example"]'
    assert keys_of_faults(starter_with('technical_contacts = ["tc@acorn.example"]', both)) == {}


def test_a_technical_contact_must_be_a_contact() -> None:
    text = starter_with('technical_contacts = ["tc@acorn.example"]', 'technical_contacts = ["x@acorn.example"]')
    assert "not in the file" in keys_of_faults(text)["app[orders].technical_contacts"]


def test_all_faults_are_found_at_once() -> None:
    text = starter_with("has_account = true", "has_account = 1").replace('app = "orders"', 'app = "depot"')
    assert len(keys_of_faults(text)) == 2


def test_a_misspelled_key_is_answered_with_the_right_one() -> None:
    [fault] = read(tomllib.loads(starter_with('name = "Uma User"', 'nmae = "Uma"'))).faults
    assert fault.next_step == 'Did you mean "name"?'


def test_addresses_are_kept_in_lower_case() -> None:
    rows = read(tomllib.loads(starter_with('"user@acorn.example"', '"User@Acorn.Example"'))).rows
    assert "user@acorn.example" in rows["contact"]


def test_what_depends_on_a_wrong_entry_is_no_second_fault() -> None:
    text = starter_with('email = "tc@acorn.example"\n', 'email = "tc@acorn.example"\nlanguage = "English"\n')
    assert list(keys_of_faults(text)) == ["contact[tc@acorn.example].language"]


@pytest.mark.parametrize(
    ("away", "key"),
    [
        ("[{ from = 2026-08-01 }]", "away[1].to"),
        ("[{ from = 2026-08-10, to = 2026-08-01 }]", "away[1].to"),
        ('[{ from = "2026-08-01", to = 2026-08-02 }]', "away[1].from"),
        ("[{ from = 2026-08-01T10:00:00, to = 2026-08-02 }]", "away[1].from"),
        ("[{ form = 2026-08-01, to = 2026-08-02 }]", "away[1].form"),
    ],
)
def test_days_of_absence_are_dates_in_order(away: str, key: str) -> None:
    text = starter_with('email = "engineer@vendor.example"', f'email = "engineer@vendor.example"\naway = {away}')
    assert f"staff[engineer@vendor.example].{key}" in keys_of_faults(text)


@pytest.mark.parametrize("value", ["text", 1, [1], {"a": 1}, None])
def test_a_table_of_another_form_is_a_fault_and_no_crash(value: object) -> None:
    assert [fault.key for fault in read({"contact": value}).faults] == ["contact"]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_text_is_written_so_that_toml_reads_it(text: str) -> None:
    rows = read(tomllib.loads(STARTER)).rows
    rows["region"]["emea"]["phones"] = [text]
    assert tomllib.loads(directory_toml.write(rows))["region"][0]["phones"] == [text]


def test_every_entry_is_written_under_a_header_of_its_own() -> None:
    rows = read(tomllib.loads("[[release]]\nmajor = 8\n[[release]]\nmajor = 9\n")).rows
    assert directory_toml.write(rows) == "[[release]]\nmajor = 8\n\n[[release]]\nmajor = 9\n"
