"""Whatever a staff command is dressed up as, none of its text ever reaches a customer."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.desk.commands.table import TABLE, VOCABULARY
from gateway.desk.desk import Desk
from gateway.domain.commands import problems, read_mail_commands
from tests.support.desk import desk, open_case, outside, reply_address, write
from tests.support.people import NADIA

__all__ = ["desk"]

DISGUISES = 200  # of every command
DELIVERED = 3  # of them that go the whole way through the desk
SECRET = "zq7unpaid invoices"
_BEFORE = (
    *("", "  ", "\t", "\u00a0", "\u3000", "\u200b", "\ufeff", "\u2060\u200d", "\u202a"),
    *("- ", "* ", "+ ", "\u2022 ", "\u00b7 ", "\u2013 ", "\u2192 ", "\u25aa\ufe0f ", "-", "\u2022", "| "),
    *("1. ", "2) ", "(3) ", "a) ", "iv. ", "1\ufe0f\u20e3 ", "[ ] ", "[x] "),
    *('"', "'", "\u201c", "\u201e", "\u00ab ", "\u2039", "\u300c", "\u300e", "(", "[", "<"),
    *("**", "*", "__", "_", "***", "~~", "`", "``", "\\"),
    *("Hi, ", "Hello Ines, ", "Hallo Frau Vogel! ", "Bonjour, ", "Hola: ", "\u4f60\u597d\uff0c", "Ciao - ", "Hej "),
)
_AFTER = ("", ":", ".", " :", "\uff1a", ",", ";", "!", "**", "*:", '"', "\u201d", "\u00bb", "\u200b", " -", ")", "`")
_HASHES = ("#", "\uff03", "\ufe5f", "##", "#**", "#_", "#\u200b")
_AROUND = (
    ("Hello Ines,", "Regards, Nadia"),
    ("Liebe Ines,", "Mit freundlichen Gr\u00fc\u00dfen"),
    ("Bonjour,", "Cordialement"),
    ("\u3053\u3093\u306b\u3061\u306f\u3001", "\u3088\u308d\u3057\u304f"),
    ("Hola Ines:", "Un saludo"),
    ("Dag Ines,", "Met vriendelijke groet"),
    ("Cze\u015b\u0107,", "Pozdrawiam"),
    ("\u60a8\u597d\uff1a", "\u8c22\u8c22"),
    ("\u05e9\u05dc\u05d5\u05dd,", "\u05ea\u05d5\u05d3\u05d4"),
    ("\u0417\u0434\u0440\u0430\u0432\u0441\u0442\u0432\u0443\u0439\u0442\u0435,", ""),
    ("", ""),
)


DISGUISED = settings(max_examples=DISGUISES, suppress_health_check=[HealthCheck.function_scoped_fixture])


def spellings(name: str) -> tuple[str, ...]:
    """The word as somebody may write it."""
    return (
        name,
        name.upper(),
        name.capitalize(),
        "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in name),
        "\u00ad".join(name),
        f"{name[:2]}\u200b{name[2:]}",
    )


TOLD = {"split"}  # what stands behind it is the subject of a ticket, which its customer reads


@st.composite
def disguises(draw: st.DrawFn, name: str) -> str:
    """An answer with the command and a secret in one line of it."""
    before, hashes, after = (draw(st.sampled_from(pieces)) for pieces in (_BEFORE, _HASHES, _AFTER))
    above, below = draw(st.sampled_from(_AROUND))
    line = f"{before}{hashes}{draw(st.sampled_from(spellings(name)))}{after} {SECRET}"
    return "\n".join((above, "Please restart it.", line, below))


@pytest.mark.parametrize("name", sorted(TABLE))
def test_in_two_hundred_disguises_a_command_is_one(name: str) -> None:
    @DISGUISED
    @given(disguises(name))
    def is_one(text: str) -> None:
        read = read_mail_commands(text, VOCABULARY)
        assert [one.name for one in read.commands] == [name], text
        stays_inside = read.has("internal") or SECRET not in read.rest
        assert stays_inside or problems(read, VOCABULARY, frozenset(VOCABULARY)), text

    is_one()


@pytest.mark.parametrize("name", sorted({*TABLE} - TOLD))
def test_nothing_of_it_is_in_a_mail_to_a_customer(desk: Desk, name: str) -> None:
    number = open_case(desk)

    @settings(DISGUISED, max_examples=DELIVERED)
    @given(disguises(name))
    def stays_inside(text: str) -> None:
        write(desk, NADIA, text, to=reply_address(desk, number), subject="Re: x")

    stays_inside()
    for mail in outside(desk):
        assert SECRET not in mail.text
        assert f"#{name}" not in mail.text
