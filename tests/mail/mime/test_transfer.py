"""Transfer encodings come off, also damaged ones; files within text are taken out."""

import base64
import binascii

import pytest

from gateway.mail.limits import Defects, Limits
from gateway.mail.mime.transfer import files_in_text, untransferred


def decoded(data: bytes, encoding: str) -> tuple[bytes, tuple[str, ...]]:
    defects = Defects()
    return untransferred(memoryview(data), encoding, defects), defects.all()


@pytest.mark.parametrize("encoding", ["", "7bit", "8BIT", " binary ", "7-bit"])
def test_what_is_not_encoded_stays(encoding: str) -> None:
    assert decoded(b"a=41\xff", encoding) == (b"a=41\xff", ())


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"a=3D=C3=A4", b"a=\xc3\xa4"),
        (b"soft=\r\nbreak", b"softbreak"),
        (b"soft= \t\r\nbreak", b"softbreak"),
        (b"=zz = 5=", b"=zz = 5"),
        (b"low=c3=a4", b"low\xc3\xa4"),
    ],
)
def test_quoted_printable_is_read_with_its_oddities(data: bytes, expected: bytes) -> None:
    assert decoded(data, "Quoted-Printable")[0] == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"YWJj", b"abc"),
        (b"YW Jj\r\n\r\n", b"abc"),
        (b"YWI", b"ab"),
        (b"YWI=YWI=", b"abab"),
        (b"YWJjY", b"abc"),
        (b"!!!", b""),
        (b"", b""),
    ],
)
def test_base64_is_read_with_its_damage(data: bytes, expected: bytes) -> None:
    assert decoded(data, "base64")[0] == expected


def test_large_base64_in_two_pieces_is_whole() -> None:
    first, second = bytes(range(256)) * 40 + b"x", b"y" * 9_000
    data = base64.encodebytes(first) + base64.encodebytes(second)
    assert decoded(data, "base64") == (first + second, ("damaged base64",))
    assert decoded(base64.encodebytes(first), "base64") == (first, ())


def test_an_unknown_encoding_is_named() -> None:
    assert decoded(b"abc", "x-own") == (b"abc", ("unknown transfer encoding x-own",))


def uuencoded(name: str, content: bytes) -> bytes:
    lines = (binascii.b2a_uu(content[at : at + 45]) for at in range(0, len(content), 45))
    return f"begin 644 {name}\n".encode() + b"".join(lines) + b"`\nend\n"


def test_uuencode_as_transfer_encoding() -> None:
    content = bytes(range(256))
    assert decoded(uuencoded("a", content), "x-uuencode") == (content, ())
    assert decoded(b"nothing", "uuencode") == (b"nothing", ("uuencoded part without its begin line",))


def test_uuencoded_files_are_taken_out_of_text() -> None:
    content = bytes(range(256))
    text = b"above\n" + uuencoded("a b.bin", content) + b"between\n" + uuencoded("c", b"cat") + b"below\n"
    rest, files = files_in_text(text, Limits(), Defects())
    assert rest.split() == [b"above", b"between", b"below"]
    assert [(file.name, file.content) for file in files] == [(b"a b.bin", content), (b"c", b"cat")]


def test_a_uuencoded_file_without_its_end_is_kept_as_far_as_it_goes() -> None:
    text = uuencoded("a", b"cat" * 30).replace(b"`\nend\n", b"then words follow\n")
    rest, files = files_in_text(text, Limits(), Defects())
    assert files[0].content == b"cat" * 30
    assert rest.strip() == b"then words follow"


@pytest.mark.parametrize(
    "text", [b"begin 644 x\nend\n", b"we begin 644 words\n", b"begin at 9\n#8V%T\n", b"=ybegin name=x\nno end"]
)
def test_words_are_no_files(text: bytes) -> None:
    assert files_in_text(text, Limits(), Defects()) == (text, [])


def test_yenc_is_taken_out_still_encoded() -> None:
    block = b"=ybegin line=128 size=3 name=my file.bin\n)*+\n=yend size=3\n"
    rest, files = files_in_text(b"above\n" + block + b"below\n", Limits(), Defects())
    assert rest.split() == [b"above", b"below"]
    assert [(file.name, file.content) for file in files] == [(b"my file.bin", block)]
