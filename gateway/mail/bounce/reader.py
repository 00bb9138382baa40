"""Reading reports about mail that did not arrive.

Readers are asked in the order of their certainty: the fields of RFC 3464, the running text with its dialects, the
header `X-Failed-Recipients`, a return path that names the recipient, the mail that came back, and last flufl.bounce.
"""

from typing import Final

from gateway.mail.bounce import delivery_status as dsn
from gateway.mail.bounce.codes import complete_status, enhanced_in, given_status, reply_in
from gateway.mail.bounce.fallback import read_with_flufl
from gateway.mail.bounce.phrases import SUBJECTS
from gateway.mail.bounce.plain_text import LISTED, Found, bare_names, find_failed
from gateway.mail.bounce.reading import CONTEXT_CHARS, Reading, inner_fields, read_report
from gateway.mail.bounce.reasons import reason_in, reason_of
from gateway.mail.bounce.report_text import split_report
from gateway.mail.bounce.returned import first_message_id
from gateway.mail.bounce.spots import spots_in
from gateway.mail.message import Message
from gateway.mail.nature import Bounce, FailedRecipient

MAX_RECIPIENTS: Final = dsn.MAX_RECIPIENTS
MAX_TOKENS: Final = 100
_NOT_FAILED: Final = frozenset(("delivered", "relayed", "expanded"))


def read_bounce(message: Message) -> Bounce | None:
    """Read a failure or delay report (RFC 3464 or any dialect); None when nothing in it says that a mail failed.

    A report that says so without naming anybody gives a Bounce without recipients. At most MAX_RECIPIENTS are read.
    """
    reading = read_report(message)
    recipients = _recipients(reading)
    if recipients is None:
        return None
    failed = tuple(r for r in recipients if r.action not in _NOT_FAILED)
    if recipients and not failed:
        return None
    if not failed and not _speaks_of_failure(reading):
        return None
    failed = tuple(r for r in failed if r.action == "failed") or failed
    return Bounce(_permanent(failed, reading), failed, _original_id(reading), _tokens(reading))


def _recipients(reading: Reading) -> tuple[FailedRecipient, ...] | None:
    """What the surest reader found; empty when none found anybody, None for reports about something else."""
    for reader in (
        _from_status,
        _from_text_listed,
        _from_header,
        _from_inner_report,
        _from_text,
        _from_bare_names,
        _from_return_path,
        _from_returned,
        _from_flufl,
    ):
        found = reader(reading)
        if found:
            return found[:MAX_RECIPIENTS]
    return ()


def _from_status(reading: Reading) -> tuple[FailedRecipient, ...]:
    sources = reading.parts.status or reading.parts.receipt or _fields_in_text(reading)
    return _of_fields(sources, reading)


def _of_fields(sources: tuple[str, ...], reading: Reading) -> tuple[FailedRecipient, ...]:
    found: dict[str, FailedRecipient] = {}
    for source in sources:
        for fields in dsn.read_status_report(source).recipients:
            recipient = _from_fields(fields, reading)
            if recipient and (recipient.address.lower() not in found or recipient.action not in _NOT_FAILED):
                found[recipient.address.lower()] = recipient
    return tuple(found.values())


def _fields_in_text(reading: Reading) -> tuple[str, ...]:
    """Status fields that stand in the text, as broken reports have them."""
    text = "\n".join(reading.lines)
    start = text.lower().find("final-recipient:")
    if start < 0:
        return ()
    block = text.rfind("\n\n", 0, start)
    return (text[max(block, 0) :],)


def _from_fields(fields: dsn.Fields, reading: Reading) -> FailedRecipient | None:
    address = dsn.address_of(fields) or _completed(dsn.local_name_of(fields), reading)
    if address is None:
        return None
    action = dsn.action_of(fields)
    if "action" not in fields and reading.delayed and action == "failed":
        action = "delayed"
    given = given_status(fields.get("status", ""))
    diagnostic = dsn.diagnostic_of(fields)
    telling = enhanced_in(diagnostic) or reason_in(diagnostic)
    return _recipient(address, action, given, diagnostic, "" if telling else _words_about(address, reading))


def _recipient(address: str, action: str, given: str | None, diagnostic: str, context: str) -> FailedRecipient:
    """One recipient, with status and reason completed; `context` is text that may speak of it."""
    reason = reason_of(diagnostic, given, context)
    delayed = action == "delayed"
    status = given if action in _NOT_FAILED else complete_status(given, f"{diagnostic} {context}", reason, delayed)
    if reason == "other" and status:
        reason = reason_of("", status)
    return FailedRecipient(address, action, status, diagnostic or None, reason)


def _words_about(address: str, reading: Reading) -> str:
    """The part of the report text behind the first line that names an address, else its beginning."""
    for number, line in enumerate(reading.lines[:400]):
        if address.lower() in line.lower():
            return "\n".join(reading.lines[number : number + 12])[:CONTEXT_CHARS]
    return reading.words


def _completed(name: str | None, reading: Reading) -> str | None:
    """The address of a recipient who is named without a domain: the one in the returned mail with that local part."""
    if name is None:
        return None
    wanted = name.lower() + "@"
    return next((address for address in reading.returned.recipients if address.lower().startswith(wanted)), None)


def _from_text_listed(reading: Reading) -> tuple[FailedRecipient, ...]:
    found = _found(reading)
    return _judged(found, reading) if found and found[0].form == LISTED else ()


def _from_text(reading: Reading) -> tuple[FailedRecipient, ...]:
    return _judged(_found(reading), reading)


def _found(reading: Reading) -> list[Found]:
    found = find_failed(list(reading.lines), reading.sides)
    if found or not (reading.parts.plain and reading.parts.rich):
        return found
    lines = [line for text in reading.parts.rich for line in split_report(text)[0]]
    return find_failed(lines, reading.sides)


def _judged(found: list[Found], reading: Reading) -> tuple[FailedRecipient, ...]:
    action = "delayed" if reading.delayed else "failed"
    recipients = []
    for one in found:
        telling = reply_in(one.diagnostic) or enhanced_in(one.diagnostic) or reason_in(one.diagnostic)
        context = "" if telling else f"{reading.message.subject} {reading.words}"
        recipients.append(_recipient(one.address, action, None, one.diagnostic or _squeezed(reading.words), context))
    return tuple(recipients)


def _squeezed(text: str) -> str:
    return " ".join(text.split())[:1000]


def _from_header(reading: Reading) -> tuple[FailedRecipient, ...]:
    values = reading.message.headers.all("X-Failed-Recipients")
    return _named([spot.address for value in values[:20] for spot in spots_in(value)], reading)


def _from_inner_report(reading: Reading) -> tuple[FailedRecipient, ...]:
    """A relay wrapped the report that it got into one of its own, which names nobody."""
    return _of_fields((inner_fields(reading.parts),), reading)


def _from_bare_names(reading: Reading) -> tuple[FailedRecipient, ...]:
    """Names without a domain, completed from the returned mail or by the domain of the mail system that reports."""
    domain = next((box.address.rpartition("@")[2] for box in reading.message.from_ if "@" in box.address), "")
    names = bare_names(list(reading.lines)) if domain else []
    return _named([_completed(name, reading) or f"{name}@{domain}" for name in names], reading)


def _from_return_path(reading: Reading) -> tuple[FailedRecipient, ...]:
    """A variable return path: `anything+user=example.com@ours` or `anything-user=example.com@ours`."""
    for mailbox in reading.message.to:
        local = mailbox.address.rpartition("@")[0]
        name, mark, domain = local.rpartition("=")
        if mark and "." in domain:
            name = name.rpartition("+")[2] if "+" in name else name.rpartition("-")[2]
            return _named([spot.address for spot in spots_in(f"<{name}@{domain}>")], reading)
    return ()


def _from_returned(reading: Reading) -> tuple[FailedRecipient, ...]:
    """The recipient of the returned mail, where there was just one and it is not one of ours."""
    others = [address for address in reading.returned.to if address.lower() not in reading.sides.own]
    if len(others) != 1 or others[0].rpartition("@")[2].lower() in reading.sides.home:
        return ()
    return _named(others, reading)


def _from_flufl(reading: Reading) -> tuple[FailedRecipient, ...]:
    failed, delayed = read_with_flufl(reading.message)
    named = [spot.address for address in failed or delayed for spot in spots_in(f"<{address}>")]
    return _named([address for address in named if address.lower() not in reading.sides.own], reading)


def _named(addresses: list[str], reading: Reading) -> tuple[FailedRecipient, ...]:
    """Recipients that another place names; the report text tells why they failed."""
    action = "delayed" if reading.delayed else "failed"
    context = f"{reading.message.subject} {reading.words}"
    unique = {address.lower(): address for address in reversed(addresses)}
    return tuple(_recipient(a, action, None, _squeezed(reading.words), context) for a in reversed(unique.values()))


def _speaks_of_failure(reading: Reading) -> bool:
    text = f"{reading.message.subject}\n{reading.words}"
    subject = reading.message.subject.lower()
    return bool(
        reading.parts.status or SUBJECTS.said_in(subject) or reason_in(text) or reply_in(text) or enhanced_in(text)
    )


def _permanent(failed: tuple[FailedRecipient, ...], reading: Reading) -> bool:
    """Did any recipient fail for good: not merely delayed and not with a code of class 4 (RFC 3463 section 3.1)."""
    if not failed:
        return not reading.delayed
    return any(r.action == "failed" and not (r.status or "5").startswith("4") for r in failed)


def _tokens(reading: Reading) -> tuple[str, ...]:
    """Addresses `local+token@` of what was returned, and those that the report itself writes, e.g. in a transcript."""
    found = dict.fromkeys(reading.returned.tokens)
    for line in reading.lines:
        if "+" in line and "@" in line:
            found.update(dict.fromkeys(s.address for s in spots_in(line) if "+" in s.address.partition("@")[0]))
        if len(found) > MAX_TOKENS:
            break
    return tuple(found)[:MAX_TOKENS]


def _original_id(reading: Reading) -> str | None:
    if reading.returned.message_id:
        return reading.returned.message_id
    for line in reading.lines:
        if "message-id" in line[:40].lower():
            found = first_message_id(line.partition(":")[2])
            if found:
                return found
    threads = (*reading.message.in_reply_to, *reversed(reading.message.references))
    return threads[0] if threads else None
