"""`gateway doctor`: how much of today's bytes is used, and whose mail is put off."""

from typing import TYPE_CHECKING

from gateway.cli.doctor.findings import Advice
from gateway.cli.opening import choose_clock
from gateway.errors import GatewayError

if TYPE_CHECKING:
    from gateway.config import Config
    from gateway.store.store import Store

MIB = 2**20
WAITS = "Their mail is answered with 451 until midnight UTC. More: [limits] of the configuration, then reload."


def bytes_of_today(config: "Config", store: "Store") -> str | Advice:
    """What strangers have used, and who is over a limit."""
    from gateway.domain.byte_class import STRANGERS, customer_of

    limits, day = config.limits, choose_clock(config, None).now().date()
    try:
        with store.read() as work:
            kept = work.day_bytes.largest(day, max(1, limits.organization_bytes_per_day))
            used = kept.pop(STRANGERS, 0) + work.mails.bytes_waiting()
    except GatewayError:
        return "not looked at: the database does not answer"  # it has a check of its own
    most = limits.strangers_bytes_per_day
    shown = f"strangers have sent {used // MIB} MiB today" + (f" of {most // MIB}" if most else "")
    full = sorted(customer_of(one) for one in kept) if limits.organization_bytes_per_day else []
    if full:
        shown += f"; customers over their limit: {', '.join(full)}"
    # a mail that does not fit is put off before the last byte is used
    return Advice(shown, WAITS) if full or (most and used > most - limits.message_bytes and used > most // 2) else shown
