"""Pictures that stand below the words of a mail of ours. They are ours alone: files of others stay in their mails."""

from sqlalchemy import Connection, insert, select

from gateway.store.sql.rows import table_of
from gateway.store.tables.outgoing import OutgoingPicture

_picture = table_of(OutgoingPicture)


class OutgoingPictures:
    """At most one for each mail."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, outgoing_id: int, svg: str, shows: str) -> None:
        """Let a mail have a picture; `shows`: what it shows, in the words of its reader."""
        self._connection.execute(insert(_picture).values(outgoing_id=outgoing_id, svg=svg, shows=shows))

    def of(self, outgoing_id: int) -> tuple[str, str] | None:
        """The SVG of a mail, and what it shows."""
        statement = select(_picture.c.svg, _picture.c.shows).where(_picture.c.outgoing_id == outgoing_id)
        row = self._connection.execute(statement).first()
        return (row.svg, row.shows) if row else None
