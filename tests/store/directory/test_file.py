"""The directory as a whole in a real database."""

import tomllib
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from gateway.config import shipped
from gateway.directory_file import writing as directory_toml
from gateway.directory_file.reading import Rows, read
from gateway.store.directory.file import Difference, DirectoryFile
from gateway.store.store import Store

STARTER = shipped("docs/directory.example.toml").read_text(encoding="utf-8")


def rows_of(text: str) -> Rows:
    reading = read(tomllib.loads(text))
    assert reading.faults == ()
    return reading.rows


def load(store: Store, text: str = STARTER) -> dict[str, Difference]:
    with store.begin() as work:
        return DirectoryFile(work.connection).replace(rows_of(text))


def version(store: Store) -> str | None:
    with store.read() as work:
        return DirectoryFile(work.connection).version()


def test_the_first_import_adds_everything(store: Store) -> None:
    assert load(store)["contact"].added == ("user@acorn.example", "tc@acorn.example")
    with store.read() as work:
        assert work.directory.contact("USER@acorn.example") is not None
        assert work.directory.organizations_of_domain("acorn.example") == ("acorn",)


def test_an_import_that_is_repeated_changes_nothing(store: Store) -> None:
    load(store)
    before = version(store)
    assert not any(load(store).values())
    assert version(store) == before


def test_what_is_exported_can_be_imported_without_a_difference(store: Store) -> None:
    load(store)
    with store.read() as work:
        text = directory_toml.write(DirectoryFile(work.connection).rows())
    assert not any(load(store, text).values())


def test_a_change_is_told_with_before_and_after_and_a_new_version(store: Store) -> None:
    load(store)
    before = version(store)
    [changed] = load(store, STARTER.replace("Uma User", "Uma Meyer"))["contact"].changed
    assert (changed.key, changed.fields) == ("user@acorn.example", {"name": ("Uma User", "Uma Meyer")})
    assert version(store) not in (None, before)


def test_what_the_file_lacks_is_removed_with_its_domain(store: Store) -> None:
    load(store)
    assert load(store, "")["organization"].removed == ("acorn",)
    with store.read() as work:
        assert work.directory.contact("user@acorn.example") is None
        assert work.directory.organizations_of_domain("acorn.example") == ()


def test_a_changed_domain_is_found_and_the_old_one_not(store: Store) -> None:
    load(store)
    load(store, STARTER.replace('domains = ["acorn.example"]', 'domains = ["oak.example"]'))
    with store.read() as work:
        assert work.directory.organizations_of_domain("oak.example") == ("acorn",)
        assert work.directory.organizations_of_domain("acorn.example") == ()


def test_what_happened_to_contacts_and_licenses_survives_an_import(store: Store) -> None:
    load(store)
    with store.begin() as work:
        work.directory.set_bounce_state("user@acorn.example", "hard")
        found = work.directory.license("LIC-1")
        assert found is not None
        work.directory.save_license(
            replace(found, state="in_renewal", snooze_until=date(2026, 11, 1), reacted=True), was=found
        )
    load(store, STARTER.replace("Uma User", "Uma Meyer").replace("/LIC-1", "/new/LIC-1"))
    with store.read() as work:
        contact, license = work.directory.contact("user@acorn.example"), work.directory.license("LIC-1")
    assert contact is not None
    assert license is not None
    assert (contact.name, contact.bounce_state) == ("Uma Meyer", "hard")
    assert (license.state, license.snooze_until, license.reacted) == ("in_renewal", date(2026, 11, 1), True)


def test_another_end_in_the_file_begins_a_new_term(store: Store) -> None:
    load(store)
    with store.begin() as work:
        found = work.directory.license("LIC-1")
        assert found is not None
        work.directory.save_license(
            replace(found, state="expired_grace", snooze_until=date(2027, 1, 2), reacted=True), was=found
        )
    load(store, STARTER.replace("expires = 2026-12-31", "expires = 2027-12-31"))
    with store.read() as work:
        license = work.directory.license("LIC-1")
    assert license is not None
    assert (license.expires, license.state) == (date(2027, 12, 31), "active")
    assert (license.snooze_until, license.reacted) == (None, False)


def test_an_import_that_fails_halfway_leaves_everything_as_it_was(store: Store) -> None:
    load(store)
    rows = rows_of(STARTER.replace("Uma User", "Uma Meyer"))
    rows["license"]["LIC-2"] = rows["license"]["LIC-1"] | {"number": None}
    with pytest.raises(IntegrityError), store.begin() as work:
        DirectoryFile(work.connection).replace(rows)
    assert not any(load(store).values())


def test_ten_thousand_contacts_come_and_go(store: Store) -> None:
    people = "".join(
        f'[[contact]]\nemail = "u{number}@acorn.example"\norganization = "acorn"\n' for number in range(10_000)
    )
    assert len(load(store, STARTER + people)["contact"].added) == 10_002
    assert len(load(store)["contact"].removed) == 10_000
