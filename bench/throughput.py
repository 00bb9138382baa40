"""`make bench`: mails per second from SMTP to settled, beside plain aiosmtpd with a null handler in the same run.

Everything happens on 127.0.0.1 with a fresh gateway in a temporary folder. Prints a table, and with --json FILE a
document. Settled means: ticket, note, decision and acknowledgement are committed and synced. Where Postfix is
installed and we are root, it delivers the same mails into a maildir. `--grow` asks whether a large desk is slower than
a small one (growth.py); databases.py compares databases, instructions.py counts instructions.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import postfix_maildir
import reading
import spool_wait
from gateway_under_test import Bench, wait_until
from messages import MAKERS, SUPPORT
from process_tree import ProcessTree

HERE = Path(__file__).parent
LONE_MAILS = 10


def send(port: int, kind: str, count: int, connections: int, recipient: str = SUPPORT) -> dict[str, Any]:
    """Run the load client."""
    run = f"{time.time_ns():x}"
    arguments = [str(port), kind, str(count), str(connections), run, recipient]
    done = subprocess.run([sys.executable, str(HERE / "load.py"), *arguments], check=True, capture_output=True)
    return dict(json.loads(done.stdout))


def measure_gateway(bench: Bench, kind: str, count: int, connections: int) -> dict[str, Any]:
    """From the first connection to the last decision."""
    process = bench.start()
    with ProcessTree(process.pid) as tree:
        send(bench.port, kind, connections, connections)  # everything is imported and compiled once
        wait_until(lambda: bench.metric("gateway_mail_settled_total") == connections, "warm")
        cpu = tree.cpu_seconds()
        begun = time.perf_counter()
        figures = send(bench.port, kind, count, connections)
        expected = connections + figures["accepted"]
        wait_until(lambda: bench.metric("gateway_mail_settled_total") == expected, "settled")
        seconds = time.perf_counter() - begun
        spent = {name: after - cpu.get(name, 0.0) for name, after in tree.cpu_seconds().items()}
        queued = bench.metric("gateway_outgoing")
        ahead = bench.metric("gateway_readings_total", 'outcome="used"')
        lone = measure_lone(bench, kind, expected)
    process.terminate()
    process.wait(40)
    figures |= {"accepted_per_second": round(count / figures["seconds"]), "settled_per_second": round(count / seconds)}
    figures |= {f"cpu_ms_{name}": round(1000 * s / count, 3) for name, s in spent.items()}
    return figures | {
        "outgoing": queued,
        "read_ahead": ahead,
        "lone_settled_ms": lone,
        "peak_rss_mb": round(tree.peak_rss_mb),
        "peak_pss_mb": round(tree.peak_pss_mb),
    }


def measure_lone(bench: Bench, kind: str, settled: int) -> float:
    """How long a mail that comes alone waits from its acceptance to its decision, in milliseconds, on average."""
    before = bench.metric("gateway_settle_seconds_sum") or 0.0
    for number in range(1, LONE_MAILS + 1):
        send(bench.port, kind, 1, 1)
        wait_until(partial(_has_settled, bench, settled + number), "a lone mail is settled")
    after = bench.metric("gateway_settle_seconds_sum") or 0.0
    return round(1000 * (after - before) / LONE_MAILS, 1)


def _has_settled(bench: Bench, count: int) -> bool:
    return bench.metric("gateway_mail_settled_total") == count


def measure_null(kind: str, count: int, connections: int) -> dict[str, Any]:
    """The same mails into nothing."""
    command = [sys.executable, str(HERE / "null_server.py")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        send(port, kind, connections, connections)
        tree = ProcessTree(process.pid)
        before = sum(tree.cpu_seconds().values())
        figures = send(port, kind, count, connections)
        spent = sum(tree.cpu_seconds().values()) - before
        process.kill()
    figures["cpu_ms"] = round(1000 * spent / count, 3)
    return figures | {"accepted_per_second": round(count / figures["seconds"])}


def measure_stages(kind: str, count: int = 300) -> dict[str, float]:
    """CPU of the pure steps for one mail, in milliseconds."""
    from gateway.mail.classify import classify
    from gateway.mail.envelope import Envelope
    from gateway.mail.parse import parse

    contents = [MAKERS[kind](number, "stage") for number in range(count)]
    envelope = Envelope("user0@acorn.example", ("support@vendor.example",), datetime(2026, 3, 3, tzinfo=UTC))
    parse(contents[0])
    begun = time.process_time()
    messages = [parse(content) for content in contents]
    parsed = time.process_time()
    for message in messages:
        classify(message, envelope)
    done = time.process_time()
    return {
        "cpu_ms_parse": round(1000 * (parsed - begun) / count, 3),
        "cpu_ms_classify": round(1000 * (done - parsed) / count, 3),
    }


def measure(kind: str, options: argparse.Namespace) -> dict[str, Any]:
    """All figures of one kind of mail."""
    stages = measure_stages(kind)
    null = measure_null(kind, options.count, options.connections)
    with tempfile.TemporaryDirectory(prefix="gateway-bench-", dir=options.folder) as folder:
        bench = Bench(Path(folder), options.database, readers=options.readers)
        own = measure_gateway(bench, kind, options.count, options.connections)
    rest = own.get("cpu_ms_settler", 0.0) - stages["cpu_ms_parse"] - stages["cpu_ms_classify"]
    own |= stages | {"cpu_ms_decide_and_store": round(rest, 3)}
    if options.database.startswith("sqlite"):
        own |= spool_wait.measure(kind, options.folder)
    ratio = own["settled_per_second"] / max(1, null["accepted_per_second"])
    postfix = postfix_maildir.measure(kind, options.count, options.connections, options.folder)
    return {"kind": kind, "gateway": own, "aiosmtpd_null": null, "postfix_maildir": postfix, "ratio": round(ratio, 3)}


def table(results: list[dict[str, Any]]) -> str:
    """For people."""
    lines = []
    for result in results:
        own, null, postfix = result["gateway"], result["aiosmtpd_null"], result["postfix_maildir"]
        lines += [
            f"{result['kind']}, {own['accepted']} mails accepted, {own['refused']} refused",
            f"  settled per second      {own['settled_per_second']:>8}   aiosmtpd null {null['accepted_per_second']}"
            f"   ratio {result['ratio']}"
            + (f"   Postfix into a maildir {postfix['delivered_per_second']}" if postfix else ""),
            f"  accepted per second     {own['accepted_per_second']:>8}",
            f"  250 after ms, p50 p99   {own['p50_ms']:>8} {own['p99_ms']}"
            f"   aiosmtpd null {null['p50_ms']} {null['p99_ms']}",
            f"  waits for spool ms, p99  {own.get('spool_wait_p99_ms', '-'):>8}"
            f"   longest {own.get('spool_wait_longest_ms', '-')}, beside a settler that is busy",
            f"  settled after 250, ms    {own['lone_settled_ms']:>8}   a mail that comes alone",
            f"  peak memory of the tree {own['peak_rss_mb']:>8} MB RSS, {own['peak_pss_mb']} MB shared pages once",
            "  CPU ms per mail         "
            + ", ".join(f"{k.removeprefix('cpu_ms_')} {v}" for k, v in own.items() if k.startswith("cpu_ms_"))
            + f"; aiosmtpd null {null['cpu_ms']}"
            + (f", Postfix {postfix['cpu_ms']}" if postfix else ""),
        ]
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    if "--grow" in sys.argv:
        import growth

        growth.main([one for one in sys.argv[1:] if one != "--grow"])
        return
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--connections", type=int, default=20)
    parser.add_argument("--database", default="sqlite:///gateway.db")
    parser.add_argument("--readers", type=int, default=0, help="processes that read mail ahead")
    parser.add_argument("--folder", help="where the database is made: the disk that is measured")
    parser.add_argument("--kind", choices=list(MAKERS), action="append")
    parser.add_argument("--json", type=Path, help="write all figures to this file")
    options = parser.parse_args()
    results = [measure(kind, options) for kind in options.kind or MAKERS]
    read = reading.figures()
    document = {"cpus": os.cpu_count(), "python": sys.version.split()[0], "results": results, "reading": read}
    print(json.dumps(document))
    print(table(results))
    print(reading.table(read))
    if options.json:
        options.json.write_text(json.dumps(document, indent=2) + "\n")


if __name__ == "__main__":
    main()
