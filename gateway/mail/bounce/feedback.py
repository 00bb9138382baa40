"""Complaints in the Abuse Reporting Format, RFC 5965."""

from gateway.mail.bounce.delivery_status import Fields
from gateway.mail.bounce.returned import Returned, header_fields
from gateway.mail.bounce.spots import spots_in
from gateway.mail.nature import Bounce, FailedRecipient


def read_complaint(reports: tuple[str, ...], returned: Returned, own: frozenset[str]) -> Bounce:
    """Who complained and about which mail. The mail had arrived: the action is "delivered", nothing is permanent."""
    fields: Fields = {}
    complainers: dict[str, None] = {}
    for report in reports:
        for name, value in header_fields(report):
            fields.setdefault(name, value)
            if name in ("original-rcpt-to", "removal-recipient"):
                complainers.update(dict.fromkeys(spot.address for spot in spots_in(value)))
    if not complainers:
        complainers.update(dict.fromkeys(address for address in returned.to if address.lower() not in own))
    kind = fields.get("feedback-type", "abuse")
    recipients = tuple(FailedRecipient(address, "delivered", None, kind, "feedback") for address in complainers)
    return Bounce(False, recipients, returned.message_id, returned.tokens)
