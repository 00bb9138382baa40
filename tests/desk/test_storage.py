"""What a mail costs on the disk: the mail itself, the note, our answer and the mail to our people."""

import random
from pathlib import Path

from gateway.desk.desk import Desk
from gateway.store.store import Store
from tests.support.desk import build_desk, deliver, further_store, letter, moment

MAILS = 60
# A customer's sentences; each mail has some of them, with words of its own.
SENTENCES = """Since the update of last night the page with the orders takes {} seconds to open
We have {} users and all of them see the same picture in Firefox and in Edge
The log of the server says "connection pool exhausted" about {} times an hour
I have cleared the cache, signed in again and tried another network, to no avail
Our warehouse in {} cannot print the delivery notes before noon
A colleague of mine found that small orders with fewer than {} lines are quick
Please tell us whether a larger container would help or whether it is the database
The same query took {} milliseconds in the test environment on Friday
Attached is nothing, because the screenshot shows names of customers
If you need access for a session with us, call Petra at extension {}
We restarted the application twice, at eight and at half past ten
Nobody has changed the settings since {} of last month""".splitlines()
WORDS = "Hamburg Ghent Turin Malmö twelve ninety 4711 3250 sixteen 87 Porto spring Monday 612 eleven Gdansk".split()


def disk_bytes(store: Store) -> int:
    with store.read() as work:
        pages = work.connection.exec_driver_sql("PRAGMA page_count").scalar()
        size = work.connection.exec_driver_sql("PRAGMA page_size").scalar()
    return int(pages or 0) * int(size or 0)


def test_a_mail_costs_at_most_three_times_its_size_and_two_thousand_bytes(sqlite_schema: bytes, tmp_path: Path) -> None:
    store = further_store(sqlite_schema, tmp_path / "data")
    desk: Desk = build_desk(store, tmp_path)
    chance, before, written = random.Random(20), disk_bytes(store), 0
    for number in range(MAILS):
        text = ".\n".join(one.format(chance.choice(WORDS)) for one in chance.choices(SENTENCES, k=30))
        mail = letter("ines@acorn.example", text, subject=f"Orders are slow, part {number}").as_bytes()
        written += len(mail)
        deliver(
            desk, mail, at=moment("2026-03-02T08:00").replace(day=number % 28 + 1, hour=8 + number // 28).isoformat()
        )
    used = disk_bytes(store) - before
    store.close()
    assert used <= 3 * written + 2000 * MAILS
