"""A customer's one word is a command whatever their program and their filter put around it."""

import pytest

from gateway.desk.desk import Desk
from tests.support.desk import TUESDAY, case, change, desk, moment, open_case, quoted, reply_address, write
from tests.support.people import INES

__all__ = ["desk"]

DECORATED = [
    "Close.",
    "**CLOSE**",
    "\u201eCLOSE\u201c",
    "\uff23\uff2c\uff2f\uff33\uff25",
    "- CLOSE\u200b",
    "1. close",
    "CLOSE \U0001f642",
    "Hello,\n\nCLOSE\n\nThanks\nInes",
    "CLOSE\n\nGesendet von meinem Telefon",
    "CLOSE\n\nVerstuurd vanaf mijn iPad",
    "CLOSE\n\nSent from Samsung Mobile",
    "CLOSE\n\nIch verwende Outlook f\u00fcr Android",
    "CLOSE\n\nInes Vogel\nines@acorn.example\n+31 30 555 0177",
    "CLOSE\n\n-- \nInes Vogel\nAcorn, floor two",
    "*** This message is from an external sender. Take care. ***\n\nCLOSE",
    "Warning: this mail comes from outside the organisation. Do not follow links.\n\nCLOSE",
    "-----\nExternal mail\n-----\n\nCLOSE",
    "xYzpfptBannerStart\nThis Message Is From Somebody New\nBe careful.\nxYzpfptBannerEnd\nCLOSE",
    "Achtung: Diese E-Mail kommt von au\u00dferhalb.\n\nCLOSE\n\nMit freundlichen Gr\u00fc\u00dfen\nInes",
    "CLOSE\n\nThis e-mail is confidential. If you are not the intended recipient, please delete it.",
]
NO_COMMAND = [
    "Is it close?",
    "CLOSE\n\nBut what about the second till?",
    "CLOSE\nnot yet",
    "We are close to a solution.",
    "Please close the drawer before you print.",
    "Please close it",
    "CLOSE WITHDRAW",
]


def solved_case(desk: Desk) -> str:
    number = open_case(desk)
    change(desk, number, state="solved", solved_at=moment(TUESDAY))
    return number


@pytest.mark.parametrize("text", DECORATED)
@pytest.mark.parametrize("quotes", [True, False])
def test_the_word_counts_in_every_decoration(desk: Desk, text: str, quotes: bool) -> None:
    number = solved_case(desk)
    below = "\n\nOn Tuesday Example Software wrote:\n" + quoted("Answer CLOSE to close it.") if quotes else ""
    write(desk, INES, text + below, to=reply_address(desk, number), subject=f"Re: [{number}] Till")
    assert case(desk, number)["state"] == "closed"


@pytest.mark.parametrize("text", NO_COMMAND)
def test_a_sentence_with_the_word_closes_nothing(desk: Desk, text: str) -> None:
    number = solved_case(desk)
    write(desk, INES, text, to=reply_address(desk, number), subject=f"Re: [{number}] Till")
    assert case(desk, number)["state"] != "closed"
