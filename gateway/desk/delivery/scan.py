"""Files that the virus scanner does not call clean stay behind, when a mail is about to leave."""

from dataclasses import replace

from gateway.desk.delivery.stored import kept_files, messages_of
from gateway.desk.desk import Desk
from gateway.desk.outgoing.files import notice, with_notices
from gateway.domain.outgoing.entry import OutboxEntry, SentFile
from gateway.domain.tickets.ticket import NoteDraft
from gateway.store.store import UnitOfWork


def keep_back_unclean(desk: Desk, entry: OutboxEntry) -> OutboxEntry:
    """The mail as it may leave; what is kept back is said in it and on its ticket. Raises NotFound."""
    going = [one for one in entry.files if one.withheld is None]
    if desk.scanner is None or not going:
        return entry
    kept = kept_files(going, messages_of(desk.store, desk.reading, [one.mail_id for one in going]))
    verdicts = desk.scanner.clean([attachment.content for _, attachment in kept])
    unclean = [file for (file, _), clean in zip(kept, verdicts, strict=True) if not clean]
    return _without(desk, entry, unclean) if unclean else entry


def _without(desk: Desk, entry: OutboxEntry, unclean: list[SentFile]) -> OutboxEntry:
    marked = {one: replace(one, withheld="scan") for one in unclean}
    language = entry.headers.get("Content-Language", desk.config.gateway.language)
    text = with_notices(desk, entry.text, list(marked.values()), entry.audience, language)
    changed = replace(entry, files=tuple(marked.get(one, one) for one in entry.files), text=text)
    with desk.store.begin() as work:
        if work.outbox.keep_back(changed):
            _remark(desk, work, changed, list(marked.values()))
    return changed


def _remark(desk: Desk, work: UnitOfWork, entry: OutboxEntry, files: list[SentFile]) -> None:
    if entry.ticket_id is None:
        return
    for one in files:
        text = desk.templates.say(notice(one, "vendor"), desk.config.gateway.language)
        now, ticket_id = desk.clock.now(), entry.ticket_id
        work.tickets.add_note(NoteDraft(ticket_id, now, None, "internal", "system", text, mail_id=entry.mail_id))
