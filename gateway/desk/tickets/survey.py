"""What a customer thinks of a ticket that is over: kept, thanked for once, and shown to the manager where it is low."""

from gateway.desk.act import Act
from gateway.desk.directory.people import manager_of
from gateway.desk.tickets.answers import answer, sender_views, tell
from gateway.desk.tickets.followers import interested
from gateway.desk.tickets.letter_views import ticket_view
from gateway.desk.tickets.notes import contribute
from gateway.desk.tickets.owners import ticket_region
from gateway.domain.phrase import phrase
from gateway.domain.tickets.requests import Contribution
from gateway.domain.tickets.survey import BEST, Score, SurveyAnswer
from gateway.domain.tickets.ticket import Ticket
from gateway.letters.tickets import ScoreLetter


def take_score(act: Act, ticket: Ticket, reply: Contribution, score: Score) -> int:
    """Keep the first score of a ticket with its note, whose id this is; what comes later is an ordinary reply."""
    note_id = contribute(act, ticket, reply).note_id
    kept = SurveyAnswer(ticket.id, act.now, act.actor.address.lower(), score.value, score.words, note_id)
    if act.work.surveys.keep(kept):
        letter = ScoreLetter(*sender_views(act), ticket_view(act.work, ticket), score.value)
        answer(act, "survey_thanks", letter, ticket)
    said = phrase("note.score", score=score.value, best=BEST)
    if score.words:  # perhaps they want something
        tell(act, "agent_reply_arrived", interested(act, ticket), ticket, said)
    manager = manager_of(act.work, ticket_region(act.work, ticket), act.now)
    if manager and score.value <= act.desk.rules.data.lifecycle.survey.flag_at:
        tell(act, "survey_low", (manager,), ticket, said)
    return note_id
