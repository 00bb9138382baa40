"""CPU time of reading one mail (parse and classify), for the kinds of mail that come most.

    python bench/reading.py [--json FILE] [--runs N] [KIND ...]

The figure is the least of many short runs: on a machine that others use too, more tells about the others.
"""

import argparse
import json
import resource
import sys
import time
from base64 import encodebytes
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gateway.mail.classify import classify
from gateway.mail.envelope import Envelope
from gateway.mail.parse import parse

ENVELOPE = Envelope("ann.berg@acorn.example", ("support@vendor.example",), datetime(2026, 3, 3, 9, tzinfo=UTC))

HEAD = """\
Received: from mail.acorn.example (mail.acorn.example [192.0.2.10])
\tby mx.vendor.example (Postfix) with ESMTPS id 4F2A91C0
\tfor <support@vendor.example>; Tue, 03 Mar 2026 10:00:02 +0100 (CET)
Authentication-Results: mx.vendor.example; spf=pass smtp.mailfrom=acorn.example;
\tdkim=pass (2048-bit key) header.d=acorn.example header.s=mail header.b=Yx0kPq1v;
\tdmarc=pass (p=reject) header.from=acorn.example
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=acorn.example; s=mail;
\th=from:to:subject:date:message-id:mime-version; t=1772528400;
\tbh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=Yx0kPq1vU2b7cR8sT4nM5oLw
Return-Path: <ann.berg@acorn.example>
Date: Tue, 3 Mar 2026 10:00:00 +0100
From: "Berg, Ann" <ann.berg@acorn.example>
To: Support <support@vendor.example>
Subject: {subject}
Message-ID: <5f1c7a90-1b7e-4a63-9d0a-7c0f3b5e2d11@acorn.example>
{more}User-Agent: Mozilla Thunderbird
MIME-Version: 1.0
"""
IN_REPLY = """\
In-Reply-To: <note.8812@vendor.example>
References: <2210.77@acorn.example> <note.8812@vendor.example>
"""
PROSE = """\
Since the release of last week the nightly export of our orders stops halfway.
The log shows that the connection to the warehouse is closed after thirty
seconds, and the rows behind it are missing in the morning.

We have restarted the container twice, on Monday at 07:15 and today at 08:40,
without any change. The old release does not show this with the same data.
"""
QUESTION = """\
Which of the two settings did you change, and when did it begin? Please send
the lines of the log from the last ten minutes before the export stops, and
tell us the size of the table: https://vendor.example/help/export-limits
"""
DETAILS = """\
What we know so far:

 - the database has 48 GB, the table of the orders 11.2 million rows
 - the time between the last row and the end is always 30 seconds
 - nothing else runs on this machine before 06:00

Could you tell us where this limit is set, or send us a build without it? Until
then we start the export by hand every morning, which takes an hour.
"""
CLOSING = (
    "Kind regards,\nAnn Berg\n\n-- \nAnn Berg | Operations\nAcorn Ltd, 12 Mill Lane, Northfield\n+44 20 7946 0000\n"
)


def _mail(subject: str, content_type: str, body: str, more: str = "") -> bytes:
    head = HEAD.format(subject=subject, more=more)
    return f"{head}Content-Type: {content_type}\n\n{body}".replace("\n", "\r\n").encode()


def _quote(text: str) -> str:
    return "".join(f"> {line}".rstrip() + "\n" for line in text.split("\n"))


def plain() -> bytes:
    """2 KB, text/plain, no quote."""
    return _mail("Export of orders stops", "text/plain; charset=utf-8", f"Hello,\n\n{PROSE}\n{DETAILS}\n{CLOSING}")


def reply() -> bytes:
    """2 KB, an answer above its quote."""
    quoted = _quote(f"Dear Ann,\n\n{QUESTION}\n{PROSE}\nKind regards,\nVendor Support")
    intro = "On Mon, 2 Mar 2026 at 16:20, Vendor Support <support@vendor.example> wrote:\n"
    body = f"Hello,\n\nit was the timeout, and it began on Monday.\n\n{CLOSING}\n{intro}{quoted}"
    return _mail("Re: [#T-104488] Export of orders stops", "text/plain; charset=utf-8", body, IN_REPLY)


def _paragraphs(text: str, style: str) -> str:
    return "".join(f'<p class="MsoNormal"{style}>{part}<o:p></o:p></p>\n' for part in text.split("\n\n"))


def alternative() -> bytes:
    """10 KB, an answer above a long quote, as text and as HTML."""
    style = ' style="margin:0cm;font-size:11.0pt;font-family:&quot;Calibri&quot;,sans-serif"'
    earlier = f"Dear Ann,\n\n{QUESTION}\n{PROSE}\n{DETAILS}\n{QUESTION}\nKind regards,\nVendor Support"
    block = "From: Vendor Support <support@vendor.example>\nSent: Monday, 2 March 2026 16:20\n"
    block += "To: Ann Berg <ann.berg@acorn.example>\nSubject: RE: [#T-104488] Export of orders stops\n"
    text = f"Hello,\n\n{PROSE}\n{DETAILS}\nKind regards,\nAnn Berg\n\n{block}\n{earlier}\n"
    fields = "<br>\n".join(
        f"<b>{name}:</b>{value.replace('<', '&lt;').replace('>', '&gt;')}"
        for name, _, value in (line.partition(":") for line in block.splitlines())
    )
    html = (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>\n'
        '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">\n<style><!--\n'
        + "p.MsoNormal, li.MsoNormal, div.MsoNormal\n\t{margin:0cm;\n\tfont-size:11.0pt;}\n" * 8
        + '--></style></head><body lang="EN-GB" link="#0563C1"><div class="WordSection1">\n'
        + _paragraphs(f"Hello,\n\n{PROSE}\n{DETAILS}\nKind regards,<br>\nAnn Berg", style)
        + '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">\n'
        + f'<p class="MsoNormal"{style}>{fields}</p></div>\n{_paragraphs(earlier, style)}</div></body></html>\n'
    )
    kind = 'multipart/alternative; boundary="=_part"'
    body = (
        f"This is a multi-part message.\n--=_part\nContent-Type: text/plain; charset=utf-8\n\n{text}\n"
        f"--=_part\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{html}\n--=_part--\n"
    )
    return _mail("RE: [#T-104488] Export of orders stops", kind, body, IN_REPLY)


def newsletter() -> bytes:
    """10 KB, HTML only, tables within tables."""
    cell = 'style="padding:8px 12px;font-family:Arial,Helvetica,sans-serif;font-size:14px;color:#333333"'
    row = (
        f'<tr><td width="40" valign="top" {cell}><img src="https://img.vendor.example/{{n}}.png" width="24"></td>'
        f"<td {cell}><strong>Release note {{n}}</strong><br>The export now resumes where it stopped."
        f' <a href="https://vendor.example/notes/{{n}}?utm_source=mail" style="color:#0563c1">Read more</a></td></tr>\n'
    )
    rows = "".join(row.format(n=n) for n in range(16))
    body = (
        '<!DOCTYPE html>\n<html><head><title>News</title><style type="text/css">\n'
        + "@media only screen and (max-width:600px) { .wide { width:100% !important; } }\n" * 5
        + '</style></head><body bgcolor="#f4f4f4">\n<div style="display:none;max-height:0">What is new in March</div>\n'
        '<table width="100%" cellpadding="0" cellspacing="0" role="presentation"><tr><td align="center">\n'
        f'<table class="wide" width="600" role="presentation">{rows}</table>\n</td></tr></table>\n'
        f"<p {cell}>You get this mail because you use our product.</p></body></html>\n"
    )
    return _mail("What is new in March", "text/html; charset=utf-8", body, "List-Unsubscribe: <mailto:u@x.example>\n")


def attachments() -> bytes:
    """25 MB: a text and ten files."""
    part = 'Content-Type: {kind}; name="{name}"\nContent-Disposition: {place}; filename="{name}"\n'
    data = encodebytes(bytes(range(256)) * 7_200).decode()
    files = "".join(
        f"--=_part\n{part.format(kind='application/octet-stream', name=f'dump-{n}.bin', place='attachment')}"
        f"Content-Transfer-Encoding: base64\n\n{data}\n"
        for n in range(10)
    )
    text = f"--=_part\nContent-Type: text/plain; charset=utf-8\n\nHello,\n\n{PROSE}\n{CLOSING}\n"
    return _mail("Dumps of the export", 'multipart/mixed; boundary="=_part"', f"{text}{files}--=_part--\n")


KINDS = {
    "2 KB text": plain,
    "2 KB reply with quote": reply,
    "10 KB text and HTML, quote": alternative,
    "10 KB HTML, tables": newsletter,
    "25 MB with attachments": attachments,
}


def measure(content: bytes, runs: int) -> dict[str, float]:
    """Milliseconds of CPU for one mail: parse, classify, both; each the least of all runs, every run another mail."""
    read, judged = [], []
    for run in range(runs):
        other = content.replace(b"12 Mill Lane", b"%d Mill Lane" % run).replace(b"5f1c7a90", b"%08x" % run)
        begun = time.process_time()
        message = parse(other)
        parsed = time.process_time()
        classify(message, ENVELOPE)
        judged.append(time.process_time() - parsed)
        read.append(parsed - begun)
    parse_ms, classify_ms = 1000 * min(read), 1000 * min(judged)
    return {
        "cpu_ms_parse": round(parse_ms, 3),
        "cpu_ms_classify": round(classify_ms, 3),
        "cpu_ms_read": round(parse_ms + classify_ms, 3),
    }


def figures(kinds: Iterable[str] = KINDS, runs: int = 1000) -> list[dict[str, Any]]:
    """All figures of these kinds; large mails are read less often. Memory is what the process grew by at its peak."""
    results = []
    for kind in kinds:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        content = KINDS[kind]()
        found = measure(content, max(3, min(runs, runs * 20_000 // len(content))))
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        results.append({"kind": kind, "bytes": len(content), **found, "mb_over_idle": round(grown, 1)})
    return results


def table(results: list[dict[str, Any]]) -> str:
    """For people."""
    lines = [f"{'CPU ms to read one mail':28} {'bytes':>9} {'parse':>8} {'classify':>8} {'read':>8} {'MB more':>8}"]
    for one in results:
        times = " ".join(f"{one[name]:8.3f}" for name in ("cpu_ms_parse", "cpu_ms_classify", "cpu_ms_read"))
        lines.append(f"{one['kind']:28} {one['bytes']:9} {times} {one['mb_over_idle']:8.1f}")
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=", ".join(KINDS))
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args()
    results = figures(options.kinds or KINDS, options.runs)
    document = {"python": sys.version.split()[0], "results": results}
    print(json.dumps(document))
    print(table(results))
    if options.json:
        options.json.write_text(json.dumps(document, indent=2) + "\n")


if __name__ == "__main__":
    main()
