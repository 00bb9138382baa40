"""Outlook's winmail.dat gives up its text and its files."""

import struct

from gateway.mail.mime.rtf import decompressed, rtf_to_text
from gateway.mail.mime.tnef import SIGNATURE, open_tnef
from gateway.mail.parse import parse


def attribute(level: int, number: int, value: bytes) -> bytes:
    return struct.pack("<BHHI", level, number, 6, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def variable(kind: int, number: int, value: bytes) -> bytes:
    return struct.pack("<HHII", kind, number, 1, len(value)) + value + b"\0" * (-len(value) % 4)


def box(*attributes: bytes) -> bytes:
    return SIGNATURE + b"\1\0" + b"".join(attributes)


def properties(*values: bytes) -> bytes:
    return struct.pack("<I", len(values)) + b"".join(values)


def test_text_stands_in_a_property() -> None:
    found = open_tnef(box(attribute(1, 0x9003, properties(variable(0x1F, 0x1000, "Grüße\0".encode("utf-16-le"))))))
    assert found is not None
    assert found.text == "Grüße"


def test_text_stands_in_the_old_attribute_in_the_declared_code_page() -> None:
    found = open_tnef(
        box(attribute(1, 0x9007, struct.pack("<II", 1251, 0)), attribute(1, 0x800C, "Да\0".encode("cp1251")))
    )
    assert found is not None
    assert found.text == "Да"


def test_html_stands_in_a_binary_property() -> None:
    found = open_tnef(box(attribute(1, 0x9003, properties(variable(0x102, 0x1013, b"<p>words</p>")))))
    assert found is not None
    assert found.html == "<p>words</p>"


def test_fixed_and_named_properties_are_stepped_over() -> None:
    fixed = struct.pack("<HHI", 0x03, 0x0E17, 1) + struct.pack("<HHq", 0x40, 0x0039, 5)
    by_number = struct.pack("<HH", 0x03, 0x8000) + b"\0" * 16 + struct.pack("<III", 0, 1, 7)
    name = "name\0".encode("utf-16-le")
    by_name = struct.pack("<HH", 0x0B, 0x8001) + b"\0" * 16 + struct.pack("<II", 1, len(name)) + name + b"\0\0"
    by_name += struct.pack("<I", 1)
    wanted = variable(0x1E, 0x1000, b"words\0")
    found = open_tnef(box(attribute(1, 0x9003, struct.pack("<I", 5) + fixed + by_number + by_name + wanted)))
    assert found is not None
    assert found.text == "words"


def test_files_come_with_their_long_names() -> None:
    long_name = variable(0x1F, 0x3707, "a long name.txt\0".encode("utf-16-le"))
    content_id = variable(0x1E, 0x3712, b"pic@x\0")
    found = open_tnef(
        box(
            attribute(2, 0x9002, b"\0" * 14),
            attribute(2, 0x8010, b"ALONGN~1.TXT\0"),
            attribute(2, 0x800F, b"one"),
            attribute(2, 0x9005, properties(long_name, content_id)),
            attribute(2, 0x9002, b"\0" * 14),
            attribute(2, 0x8010, b"two.txt\0"),
            attribute(2, 0x800F, b"two"),
            attribute(2, 0x9002, b"\0" * 14),
        )
    )
    assert found is not None
    assert [(file.name, file.content, file.content_id) for file in found.files] == [
        ("a long name.txt", b"one", "pic@x"),
        ("two.txt", b"two", None),
    ]


def test_what_is_no_box_stays_closed() -> None:
    assert open_tnef(b"words") is None
    found = open_tnef(SIGNATURE + b"\1\0\1\0\0")
    assert found is not None
    assert found.text is None


def test_a_box_with_a_lying_length_gives_what_stands_before() -> None:
    damaged = box(attribute(1, 0x800C, b"words\0")) + struct.pack("<BHHI", 2, 0x800F, 6, 2**31)
    found = open_tnef(damaged)
    assert found is not None
    assert found.text == "words"


def compressed(text: bytes) -> bytes:
    """LZFu with literals only, and a reference to the dictionary in front."""
    groups = b"".join(b"\0" + text[at : at + 8] for at in range(0, len(text), 8))
    return struct.pack("<II", len(groups) + 12, len(text)) + b"LZFu\0\0\0\0" + groups


def test_compressed_rich_text_is_unpacked() -> None:
    rtf = b"{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}{\\*\\generator x;}Gr\\'fc\\'dfe \\u8364?\\par line two\\tab end}"
    assert decompressed(compressed(rtf)) == rtf
    assert decompressed(struct.pack("<II", 12 + len(rtf), len(rtf)) + b"MELA\0\0\0\0" + rtf) == rtf
    assert rtf_to_text(rtf) == "Grüße €\nline two\tend"


def test_a_reference_repeats_what_was_written() -> None:
    packed = b"\x02a" + ((207 << 4) | 3).to_bytes(2, "big")  # one letter, then five copies of it
    assert decompressed(struct.pack("<II", 16, 6) + b"LZFu\0\0\0\0" + packed) == b"aaaaaa"


def test_html_within_rich_text_is_read_without_its_tags() -> None:
    rtf = b"{\\rtf1\\fromhtml1{\\*\\htmltag64 <p>}words{\\htmlrtf \\par {\\b hidden}}\\htmlrtf0 more}"
    assert "hidden" not in rtf_to_text(rtf)
    assert rtf_to_text(rtf).replace("\n", " ") == "words more"


def test_rich_text_is_the_body_where_nothing_else_is() -> None:
    rtf = b"{\\rtf1\\ansi the only words}"
    tnef = box(attribute(1, 0x9003, properties(variable(0x102, 0x1009, compressed(rtf)))))
    message = parse(b"From: a@x.example\nContent-Type: application/ms-tnef; name=winmail.dat\n\n" + tnef)
    assert message.body.text == "the only words"
    assert message.attachments == ()
    assert "winmail.dat was opened" in message.defects
