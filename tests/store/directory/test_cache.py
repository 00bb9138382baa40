"""What is remembered of the directory, by whom and for how long."""

import tomllib

from gateway.desk.directory.import_export import import_rows
from gateway.directory_file.reading import read
from gateway.domain.directory.entries import Contact
from gateway.store.directory.cache import is_same_but_for_contacts
from gateway.store.store import Store
from tests.support.people import DIRECTORY, INES


def state_of(store: Store, address: str = INES) -> str:
    """Whether mail reaches a contact, as a new transaction sees it."""
    with store.read() as work:
        contact = work.directory.contact(address)
    assert isinstance(contact, Contact)
    return contact.bounce_state


def test_what_came_back_from_a_contact_is_seen_by_all_from_then_on(store: Store) -> None:
    other = Store(store.url)
    with store.begin() as work:
        import_rows(work, read(tomllib.loads(DIRECTORY)).rows)
    assert [state_of(one) for one in (store, other)] == ["ok", "ok"]
    with other.read() as work:
        acorn = work.directory.organization("acorn")
    with store.begin() as work:
        work.directory.set_bounce_state(INES.upper(), "hard")
        found = work.directory.contact(INES)
        assert found is not None
        assert found.bounce_state == "hard"
        assert state_of(other) == "ok"
    assert [state_of(one) for one in (store, other)] == ["hard", "hard"]
    with other.read() as work:
        assert work.directory.organization("acorn") is acorn
    other.close()


def test_only_what_came_back_from_contacts_leaves_the_rest_as_it_was() -> None:
    assert is_same_but_for_contacts("v1~~", "v1~")
    assert is_same_but_for_contacts("v1+~", "v1+")
    assert not is_same_but_for_contacts("v1~+", "v1~")
    assert not is_same_but_for_contacts("v2", "v1")
    assert not is_same_but_for_contacts(None, None)
