"""Questions of several parts that are sent together."""

from sqlalchemy import bindparam, literal_column, select

from gateway.store.sql.look_ahead import LookAhead, Question, look_together
from gateway.store.sql.rows import table_of
from gateway.store.sql.statement import ManyStatement, Statement
from gateway.store.store import Store
from gateway.store.tables.processes import Meta

_meta = table_of(Meta)
_ONE = Statement(lambda _: select(_meta.c.value).where(_meta.c.key == bindparam("key")))
_MANY = ManyStatement(lambda keys: select(_meta.c.key).where(_meta.c.key.in_(keys)).order_by(_meta.c.key))
_NOTHING = Statement(lambda _: select(_meta.c.key).where(literal_column("1 = 0")))


def test_each_look_ahead_is_given_its_own_answers_however_many_questions_it_has(store: Store) -> None:
    told: dict[str, object] = {}

    def walk(name: str, key: str) -> LookAhead:
        steps = []
        while rows := (yield Question(_ONE, values={"key": key})):
            key = rows[0]["value"]
            steps.append(key)
        told[name] = steps

    def ask_many() -> LookAhead:
        rows = yield Question(_MANY, [f"flag {n}" for n in range(100)])
        told["many"] = [row["key"] for row in rows]
        told["none"] = yield Question(_MANY)
        told["nothing"] = yield Question(_NOTHING)

    def ask_nothing() -> LookAhead:
        told["silent"] = True
        yield from ()

    with store.begin() as work:
        for key, value in (("a", "b"), ("b", "c"), ("flag 7", ""), ("flag 90", "")):
            work.connection.execute(_meta.insert().values(key=key, value=value))
        look_together(work.connection, [walk("long", "a"), ask_nothing(), ask_many(), walk("short", "b")])
    assert told == {
        "long": ["b", "c"],
        "short": ["c"],
        "many": ["flag 7", "flag 90"],
        "none": [],
        "nothing": [],
        "silent": True,
    }
