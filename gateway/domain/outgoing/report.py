"""A report about mail of ours, as a provider sends it: the input of what the desk does about bounces and complaints."""

from dataclasses import dataclass

from gateway.mail.nature import Bounce


@dataclass(frozen=True, slots=True)
class Report:
    """What a report says. `details`: the parts behind `+` of the bounce addresses to which it came.

    `final`: it says that nobody goes on trying, whatever the class of its codes.
    """

    bounce: Bounce | None
    details: tuple[str, ...] = ()
    final: bool = False
