"""A mail to several people leaves as a copy for each: with a reply address and a bounce address of their own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gateway.desk.desk import Desk
from gateway.domain.outgoing.entry import OutboxEntry
from gateway.domain.outgoing.own_addresses import bounce_address, read_reply, reply_address


@dataclass(frozen=True, slots=True)
class Copy:
    """What one recipient gets: the envelope, and the header; all copies show the same To, Cc and Message-ID."""

    recipient: str
    envelope_from: str
    headers: Mapping[str, str]


def copies_of(desk: Desk, entry: OutboxEntry) -> Iterator[Copy]:
    """One for each recipient without a final answer."""
    several = len(entry.recipients) > 1
    for place, one in enumerate(entry.recipients):
        if not one.is_waiting:
            continue
        if several:
            returned = bounce_address(desk.signer, desk.config.addresses.bounces, entry.id, place)
            yield Copy(one.address, returned, {**entry.headers, **_reply_to(desk, entry, one.address)})
        else:
            yield Copy(one.address, entry.envelope_from, entry.headers)


def _reply_to(desk: Desk, entry: OutboxEntry, reader: str) -> dict[str, str]:
    address = entry.headers.get("Reply-To", "")
    token = read_reply(desk.signer, address.rpartition("@")[0].partition("+")[2])
    if token is None:
        return {}
    return {"Reply-To": reply_address(desk.signer, desk.config.addresses.support[0], token.reference, reader)}
