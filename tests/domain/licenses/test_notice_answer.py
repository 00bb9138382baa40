import pytest

from gateway.domain.licenses.notice_answer import Kind, NoticeAnswer, read_answer

PHRASES: dict[Kind, tuple[str, ...]] = {
    "renewed": ("renewed", "we have renewed"),
    "stop": ("stop", "we stop"),
    "snooze": ("snooze",),
    "contact": ("contact",),
}


@pytest.mark.parametrize(
    ("reply", "answer"),
    [
        ("RENEWED", NoticeAnswer("renewed")),
        ("We have\nrenewed.", NoticeAnswer("renewed")),
        (" stop! \n", NoticeAnswer("stop")),
        ("we stop", NoticeAnswer("stop")),
        ("SNOOZE 14d", NoticeAnswer("snooze", days=14)),
        ("snooze 14 days", NoticeAnswer("snooze", days=14)),
        ("snooze 2w", NoticeAnswer("snooze", days=14)),
        ("snooze 5", NoticeAnswer("snooze", days=5)),
        ("CONTACT New.Person@Birch.example", NoticeAnswer("contact", address="new.person@birch.example")),
        ("contact <new@birch.example>", NoticeAnswer("contact", address="new@birch.example")),
    ],
)
def test_a_reply_that_is_only_a_known_phrase_is_a_command(reply: str, answer: NoticeAnswer) -> None:
    assert read_answer(reply, PHRASES) == answer


@pytest.mark.parametrize("reply", ["snooze", "snooze 14x", "snooze 99999d"])
def test_a_pause_without_a_usable_length_is_seen_as_such(reply: str) -> None:
    assert read_answer(reply, PHRASES) == NoticeAnswer("snooze", days=None)


@pytest.mark.parametrize("reply", ["contact", "contact @", "contact a@b", "contact a@b.example,c@d.example"])
def test_a_contact_without_a_usable_address_is_seen_as_such(reply: str) -> None:
    assert read_answer(reply, PHRASES) == NoticeAnswer("contact", address=None)


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "Please stop by on Monday",
        "We stop here for today, more tomorrow.",
        "contact our office",
        "contact me at tc1@birch.example",
        "snooze button is broken",
        "renewed " * 1000,
    ],
)
def test_a_sentence_is_never_a_command(reply: str) -> None:
    assert read_answer(reply, PHRASES) == NoticeAnswer("message")


def test_marked_lines_below_a_word_are_no_part_of_it() -> None:
    assert read_answer("SNOOZE 14d\n\n> Hello Tina,\n> your license ends", PHRASES) == NoticeAnswer("snooze", days=14)
