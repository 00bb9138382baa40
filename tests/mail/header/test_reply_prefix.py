"""Subjects without what replies and mail filters put in front."""

import pytest

from gateway.mail.header.reply_prefix import strip_reply_prefixes


@pytest.mark.parametrize(
    "lead",
    [
        "Re:",
        "AW: WG:",
        "Re[2]:",
        "[EXTERNAL]",
        "Re: [Ext]",
        "***SPAM***",
        "{Spam?} Re:",
        "[Suspected Spam] SV:",
        "回复：",
        "[External Sender]",
        "[Potential Spam]",
        "[!! SPAM]",
        "<External> Re:",
        "EXTERNAL:",
        "CAUTION: EXTERNAL:",
        "[Caution: External]",
        "【外部】",
        "[Внешняя почта]",
        "[BULK]",
        "R: I: R:",
        "RIF:",
        "На:",
    ],
)
def test_marks_and_tags_of_filters_are_taken_off(lead: str) -> None:
    assert strip_reply_prefixes(f"{lead} Orders stop") == "Orders stop"


@pytest.mark.parametrize(
    "subject",
    [
        "[Orders] stop",
        "(urgent) Orders stop",
        "Spam filter stops orders",
        "*Orders* stop",
        "[Mailing] stop",
        "External: screen",
        "[External drive] stops",
        "Caution: hot",
        "R: drive is full",
        "I: cannot print",
        "<b> in orders",
    ],
)
def test_what_people_write_in_brackets_stays(subject: str) -> None:
    assert strip_reply_prefixes(subject) == subject
