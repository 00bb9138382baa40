"""The scenes as steps of the page."""

from gateway.demo.chronicle import Entry
from gateway.demo.page.cases import Desktop
from gateway.demo.page.letters import mail_view
from gateway.demo.page.people import reader
from gateway.demo.page.views import Ground, OutgoingView, Step
from gateway.demo.words import decision, tone, word
from gateway.desk.delivery.content import composer_of
from gateway.desk.desk import Desk
from gateway.mail.parse import parse
from gateway.store.inbox.records import MailRecord


def step(desk: Desk, desktop: Desktop, number: int, entry: Entry) -> Step:
    """What happened in one scene."""
    work, mail_id = desktop.work, entry.became.get("mail")
    record = work.mails.show(int(str(mail_id))) if mail_id is not None else None
    content = work.mails.load(record.id).mail.content if record else None
    note = work.tickets.note(record.note_id) if record and record.note_id is not None else None
    return Step(
        number=number,
        anchor=f"scene-{number}",
        title=entry.title,
        arrived=mail_view(parse(content)) if content is not None else None,
        ground=_ground(entry, record),
        note=note.text.strip() if note else "",
        left_out=tuple(word("left_out", one) for one in entry.left_out),
        inside=note is not None and note.visibility == "internal",
        kept_back=entry.kept_back,
        outgoing=tuple(_outgoing(desk, desktop, int(str(mail["id"])), mail["not_sent"]) for mail in entry.outgoing),
    )


def _ground(entry: Entry, record: MailRecord | None) -> Ground:
    rule, why = (record.rule or "", record.why or "") if record else ("", str(entry.became["why"]))
    missing = tuple(word("missing", one) for one in record.missing) if record else ()
    return Ground(decision(entry.shown_as), tone(entry.shown_as), rule, why, missing, _facts(record) if record else ())


def _facts(record: MailRecord) -> tuple[tuple[str, str], ...]:
    nature, proof = record.nature or "", record.sender_proof or ""
    human = nature in ("person", "invite")
    rows = (
        ("What it is", word("nature", nature) if nature else ""),
        ("Who wrote it", word("proof", proof if human or proof == "fail" else "machine") if proof else ""),
        ("Checks", record.sender_evidence or ""),
    )
    return tuple((name, value) for name, value in rows if value)


def _outgoing(desk: Desk, desktop: Desktop, outgoing_id: int, not_sent: object) -> OutgoingView:
    entry = desktop.work.outbox.show(outgoing_id)
    return OutgoingView(
        title=word("letter", entry.template),
        template=entry.template,
        audience=entry.audience,
        audience_words=word("audience", f"{entry.audience}_not_sent" if not_sent else entry.audience),
        readers=tuple(reader(desktop.work, one.address, desktop.duty) for one in entry.recipients),
        not_sent=str(not_sent) if not_sent else None,
        returned=tuple(one.address for one in entry.recipients if one.state == "bounced"),
        mail=mail_view(parse(composer_of(desk, entry)(entry.headers))),
    )
