"""How long fifty mails wait whose senders must be verified by a DNS that takes 200 ms for each answer.

    python bench/slow_names.py [READERS ...]

Each mail is of another domain, so that no answer is in a cache. Prints a line for each number of readers, 0 and 1 by
default: seconds from the first mail to the last decision.
"""

import smtplib
import socket
import sys
import tempfile
import threading
import time
from pathlib import Path

import dns.flags
import dns.message
import dns.rcode
from gateway_under_test import Bench, wait_until
from messages import SUPPORT

MAILS = 50
ANSWER_SECONDS = 0.2


class SlowNames:
    """A name server on this machine that knows no name, and takes its time to say so."""

    def __init__(self) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        self.asked = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            data, peer = self._socket.recvfrom(4096)
            self.asked += 1
            answer = dns.message.make_response(dns.message.from_wire(data))
            answer.set_rcode(dns.rcode.NXDOMAIN)
            threading.Timer(ANSWER_SECONDS, self._socket.sendto, (answer.to_wire(), peer)).start()


def send(port: int, run: str) -> None:
    """Fifty mails of fifty domains in one session."""
    with smtplib.SMTP("127.0.0.1", port) as client:
        for number in range(MAILS):
            sender = f"ann@{run}{number}.example"
            header = f"From: {sender}\r\nTo: {SUPPORT}\r\nSubject: Case {number}\r\n"
            text = f"{header}Message-ID: <{number}@{run}.example>\r\n\r\nIt is slow.\r\n"
            client.sendmail(sender, [SUPPORT], text)


def measure(folder: Path, readers: int) -> str:
    """One gateway with so many readers: fifty mails once, so that everything is loaded, then the fifty that count."""
    names = SlowNames()
    authentication = f'nameservers = ["127.0.0.1:{names.port}"]\ntrusted_peers = []'
    bench = Bench(folder, "sqlite:///gateway.db", readers=readers, authentication=authentication)
    process = bench.start()
    wait_until(lambda: bench.metric("gateway_decider"), "somebody decides")
    send(bench.port, "warm")
    wait_until(lambda: bench.metric("gateway_mail_settled_total") == MAILS, "warm")
    used = bench.metric("gateway_readings_total", 'outcome="used"') or 0
    begun, asked = time.perf_counter(), names.asked
    send(bench.port, "cold")
    sent = time.perf_counter() - begun
    wait_until(lambda: bench.metric("gateway_mail_settled_total") == 2 * MAILS, "settled")
    seconds = time.perf_counter() - begun
    used = (bench.metric("gateway_readings_total", 'outcome="used"') or 0) - used
    process.terminate()
    process.wait(40)
    figures = f"settled after {seconds:.1f} s, all sent after {sent:.1f} s"
    return f"{readers} readers: {figures}, {used:.0f} read ahead, {names.asked - asked} questions"


def main() -> None:
    """Measure and print."""
    for readers in [int(one) for one in sys.argv[1:]] or [0, 1]:
        with tempfile.TemporaryDirectory(prefix="gateway-bench-") as folder:
            print(measure(Path(folder), readers), flush=True)


if __name__ == "__main__":
    main()
