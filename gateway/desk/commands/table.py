"""The table of mail commands: one row says all there is to know of a command.

See docs/domain.md, "Commands of our own people".

Who reads a mail, who checks it, `#help`, and who carries it out read the same rows. A row stands in the file of its
effect. A row without an effect is known and refused: it waits for a later version.
"""

from typing import Final

from gateway.desk.commands import (
    later,
    on_answers,
    on_cases,
    on_escalations,
    on_help,
    on_known_issues,
    on_outages,
    on_people,
    on_quarantine,
    on_redirects,
    on_tests,
    on_tickets,
)
from gateway.domain.commands import Vocabulary

TABLE: Final = {
    row.word.name: row
    for file in (
        on_tickets,
        on_answers,
        on_cases,
        on_escalations,
        on_redirects,
        on_known_issues,
        on_outages,
        on_tests,
        on_people,
        on_quarantine,
        on_help,
        later,
    )
    for row in file.ROWS
}
VOCABULARY: Final[Vocabulary] = {name: row.word for name, row in TABLE.items()}
