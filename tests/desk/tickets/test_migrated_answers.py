"""What was held before an update of the gateway can be let go after it."""

from alembic import command
from sqlalchemy import text

from gateway.desk.desk import Desk
from gateway.desk.tickets.release_held import retry
from gateway.store.sql.migrate import alembic_config
from tests.support.desk import act, case, moment, notes, open_case, queue, reply_address, write
from tests.support.people import NADIA

SECRET = "The vendor of the cache lost our data, do not tell Acorn"
BEFORE_NOTES_OF_ANSWERS = "0006"


def to_version(desk: Desk, version: str) -> None:
    """Make the database one of an older gateway."""
    config = alembic_config()
    with desk.store.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, version)


def test_an_answer_that_an_older_gateway_held_becomes_a_public_note(desk: Desk) -> None:
    number = open_case(desk)
    for words in (f"#internal\n{SECRET}", f"#priority high\nHello Ines,\n{SECRET}"):
        write(desk, NADIA, words, to=reply_address(desk, number), subject="Re: x")
    to_version(desk, BEFORE_NOTES_OF_ANSWERS)
    desk.store.migrate()
    [held] = queue(desk, "held")
    with desk.store.begin() as work:
        retry(act(desk, work, NADIA, moment("2026-03-03T11:30:00+01:00")), held.id)
    assert notes(desk, number, "public")[-1] == f"Hello Ines,\n{SECRET}"
    assert case(desk, number)["first_response_at"] == "2026-03-03T10:30:00Z"


def test_the_column_is_empty_for_mail_that_carries_no_note(desk: Desk) -> None:
    open_case(desk)
    to_version(desk, BEFORE_NOTES_OF_ANSWERS)
    desk.store.migrate()
    with desk.store.engine.connect() as connection:
        found = connection.execute(text("SELECT note_id FROM outgoing")).scalars().all()
    assert found
    assert set(found) == {None}
