"""`gateway doctor`: do renewal notices leave, or are they held since the first start?"""

from typing import TYPE_CHECKING

from gateway.cli.doctor.findings import Advice, Failed
from gateway.errors import ConfigurationError, GatewayError

if TYPE_CHECKING:
    from gateway.config import Config
    from gateway.store.store import Store


def notices_leave(config: "Config", store: "Store") -> str | Advice:
    """How many notices are due and wait for a person. Raises Failed."""
    from gateway.app.desk import build
    from gateway.desk.licenses.first_start import held_notices
    from gateway.desk.licenses.renewals import HELD, RELEASE

    try:
        with store.read() as work:
            if not work.process_flags.is_set(HELD):
                return "notices leave when they are due"
            desk = build(config)
            held = len(held_notices(desk, work, desk.clock.now()))
    except ConfigurationError as error:
        raise Failed(str(error), "Run: gateway check") from error
    except GatewayError:
        return "not looked at: the database does not answer"  # it has a check of its own
    shown = "1 notice that is due is held" if held == 1 else f"{held} notices that are due are held"
    return Advice(
        f"{shown}, and so are all later ones: the database was new", f"See: gateway renewals forecast. Then: {RELEASE}"
    )
