"""Notes every statement that a store runs, and asks the database how it would run it on large tables."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import event

from gateway.store.store import Store

# Tables with a row or more for every mail. The directory is as large as the vendor's customers, and mostly cached.
GROWING = frozenset(
    {"blob", "counter", "escalation", "escalation_draft", "imap_taken", "mail"}
    | {"note", "notice", "outgoing", "participant", "picture", "quarantine", "ticket"}
)
READING = ("SELECT", "UPDATE", "DELETE")


class Plans:
    """The statements of a store since this was made, on either kind of database."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._statements: dict[str, Any] = {}  # the text and the values of its first time
        event.listen(store.engine, "connect", self._watch)
        store.close()  # so that every connection is a new one

    def _watch(self, connection: Any, _record: object) -> None:
        if self._store.url.startswith("sqlite"):
            connection.set_trace_callback(lambda text: self._note(text, None))
            return
        note = self._note

        class Noting(connection.cursor_factory):  # type: ignore[misc]  # whatever the driver's cursors are
            def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
                note(str(query), params)
                return super().execute(query, params, **options)

            def executemany(self, query: Any, params_seq: Sequence[Any], **options: Any) -> Any:
                note(str(query), next(iter(params_seq), None))
                return super().executemany(query, params_seq, **options)

        connection.cursor_factory = Noting

    def _note(self, text: str, values: Any) -> None:
        if text.lstrip().startswith(READING):
            self._statements.setdefault(text, values)

    @property
    def statements(self) -> list[str]:
        """The texts so far."""
        return list(self._statements)

    def scans(self) -> list[str]:
        """Statements that read a growing table from end to end, each with the step that does so."""
        seen, self._statements = self._statements, {}
        with self._store.rehearse() as work:
            cursor = work.connection.connection.cursor()
            ask = self._on_sqlite if self._store.url.startswith("sqlite") else self._on_postgresql
            return [f"{step}: {text}" for text, values in seen.items() for step in ask(cursor, text, values)]

    @staticmethod
    def _on_sqlite(cursor: Any, text: str, _values: Any) -> Iterator[str]:
        cursor.execute(f"EXPLAIN QUERY PLAN {text}")
        for *_, step in cursor.fetchall():
            verb, _, rest = step.partition(" ")
            if (verb == "SCAN" and rest.split()[0] in GROWING) or "AUTOMATIC" in rest:
                yield step

    @staticmethod
    def _on_postgresql(cursor: Any, text: str, values: Any) -> Iterator[str]:
        cursor.execute("SET LOCAL enable_seqscan = off")  # as with large tables: any index that helps is taken
        cursor.execute(f"EXPLAIN (FORMAT JSON) {text}", values)
        [[answer]] = cursor.fetchall()
        [plan] = answer if isinstance(answer, list) else json.loads(answer)
        yield from _long_ways(plan["Plan"], limited=False)


def _long_ways(node: dict[str, Any], limited: bool) -> Iterator[str]:
    """Steps that read more rows the larger a table is; an index in its order under a LIMIT reads only its beginning."""
    kind, table = node["Node Type"], node.get("Relation Name", "")
    whole = "Index Cond" not in node and (not limited or "Filter" in node)
    if table in GROWING and (kind == "Seq Scan" or (kind in ("Index Scan", "Index Only Scan") and whole)):
        yield f"{kind} of {table}"
    for inner in node.get("Plans", ()):
        yield from _long_ways(inner, limited or kind == "Limit")
