"""The words of a request to escalate on its ticket."""

from dataclasses import replace

from gateway.desk.act import Act
from gateway.desk.tickets.notes import contribute
from gateway.domain.escalations.escalation import WITHOUT_TICKET
from gateway.domain.escalations.request import EscalationRequest


def note_of(act: Act, request: EscalationRequest) -> int:
    """The request as a note; the copy of a mail that is a note already adds none."""
    return request.noted or contribute(act, request.found, request.contribution).note_id


def with_first_words(act: Act, request: EscalationRequest) -> tuple[Act, EscalationRequest]:
    """The same, with what was said before there was a ticket: "yes" alone would tell nobody what it is about."""
    draft, words = request.draft, request.contribution.words
    if draft is None or draft.code not in WITHOUT_TICKET or request.ticket is None:
        return act, request
    text, shown = words.text, act.event.text
    for said in sorted(draft.fields.values(), key=len, reverse=True):
        text, shown = _with(text, said), _with(shown, said)
    contribution = replace(request.contribution, words=replace(words, text=text))
    return replace(act, event=replace(act.event, text=shown)), replace(request, contribution=contribution)


def _with(text: str, said: str) -> str:
    """The text, and below it what it does not say; sentences of an impact may be told one below the other."""
    known = " ".join(text.split())
    new = [line for line in said.splitlines() if not line.strip() or " ".join(line.split()) not in known]
    below = "\n".join(new).strip()
    return f"{text.rstrip()}\n\n{below}" if below else text
