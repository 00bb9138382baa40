"""What a customer's mail says of the escalation of its ticket."""

from collections.abc import Mapping
from typing import Final

from gateway.desk.desk import Desk
from gateway.desk.escalations.hearing import Said
from gateway.desk.situation.situation import Situation
from gateway.domain.escalations.escalation import Escalation
from gateway.mail.reply.lines import without_marked_lines

_WORDS: Final[Mapping[str, Said]] = {"close": "close", "withdraw": "withdraw"}


def about_escalation(desk: Desk, situation: Situation, running: Escalation) -> Said | None:
    """Only a person of the customer can say anything, with proof, in a mail about one ticket."""
    sender, word = situation.sender, situation.says
    is_theirs = sender.proof == "pass" and sender.kind in ("contact", "colleague")
    if not is_theirs or situation.nature.automatic or situation.thread.found != "one":
        return None
    if word in _WORDS:
        return _WORDS[word]
    if running.state != "resolved_pending":
        return None
    text = without_marked_lines(situation.message.body.reply)
    meaning = desk.rules.data.escalation_life.answers.meaning(text)
    return None if meaning == "unclear" else meaning
