"""Names of attachments that mean harm: none leaves its folder, hides its kind or breaks a header or a page."""

import unicodedata

import pytest

from gateway.desk.desk import Desk
from tests.support.desk import case, deliver, new_id
from tests.support.people import INES, SUPPORT

NAMES = [
    'filename="../../../etc/passwd"',
    'filename="..\\\\..\\\\windows\\\\system32\\\\cmd.exe"',
    'filename="/etc/shadow"',
    'filename="C:\\\\autoexec.bat"',
    "filename*=utf-8''invoice%00.pdf.exe",
    "filename*=utf-8''a%0D%0ASet-Cookie%3A%20x.txt",
    "filename*=utf-8''photo%E2%80%AEgnp.exe",
    'filename=".htaccess"',
    'filename="CON"',
    f'filename="{"n" * 5000}.txt"',
    'filename="<img src=x onerror=alert(1)>.png"',
    'filename="report.pdf .exe   "',
    'filename=""',
    'filename="..."',
    'filename="=?utf-8?q?=2E=2E=2Fevil=2Eexe?="',
    'filename="%2e%2e%2fevil.txt"',
    'filename="a|b;c&d`e$(f).sh"',
]


def mail_with(disposition: str) -> bytes:
    return (
        f"Authentication-Results: mx.vendor.example; dmarc=pass header.from=acorn.example\r\n"
        f"From: {INES}\r\nTo: {SUPPORT}\r\nSubject: a file\r\nMessage-ID: {new_id()}\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/mixed; boundary="cut"\r\n\r\n'
        "--cut\r\nContent-Type: text/plain\r\n\r\nSee the file.\r\n"
        f"--cut\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; {disposition}\r\n\r\n"
        "MZ words\r\n--cut--\r\n"
    ).encode()


@pytest.mark.parametrize("disposition", NAMES)
def test_the_name_in_the_note_is_harmless(desk: Desk, disposition: str) -> None:
    assert deliver(desk, mail_with(disposition))["decision"] == "new"
    [file] = case(desk, "T-001001")["notes"][0]["attachments"]
    name = file["name"]
    assert 0 < len(name) <= 255
    assert not set(name) & set('/\\\0\r\n<>"|:*?')
    assert not name.startswith(".")
    assert name == name.strip(" ")
    assert name.upper().partition(".")[0] not in ("CON", "PRN", "AUX", "NUL")
    assert not any(unicodedata.category(c) in ("Cc", "Cf", "Cs") for c in name)


@pytest.mark.parametrize("ending", ["exe", "EXE", "exe ", "exe.", "js", "lnk", "iso", "hta", "scr"])
def test_what_runs_when_it_is_opened_is_named_so(desk: Desk, ending: str) -> None:
    deliver(desk, mail_with(f'filename="tool.{ending}"'))
    [file] = case(desk, "T-001001")["notes"][0]["attachments"]
    assert file["name"].endswith(".blocked")


@pytest.mark.parametrize("disposition", NAMES)
def test_no_name_gets_into_an_outgoing_header(desk: Desk, disposition: str) -> None:
    document = deliver(desk, mail_with(disposition))
    for mail in document["outgoing"]:
        assert not any(c in value for value in mail["headers"].values() for c in "\r\n\0")
        assert "Set-Cookie" not in str(mail["headers"])
