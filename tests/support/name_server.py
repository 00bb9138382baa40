"""A small name server on this machine, for tests of what really goes over the wire."""

import socket
import threading
from collections.abc import Mapping, Sequence
from typing import Any

import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset


class NameServer:
    """Answers over UDP from records by name and kind, in the form of a zone file.

    Refuses names with "broken", is silent for names with "silent"; `asked` is what came in.
    """

    def __init__(self, records: Mapping[tuple[str, str], Sequence[str]]) -> None:
        self.records = records
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.port = int(self.socket.getsockname()[1])
        self.asked: list[str] = []
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        while True:
            data, peer = self.socket.recvfrom(4096)
            if not data:
                return
            answer = self._answer(dns.message.from_wire(data))
            if answer is not None:
                self.socket.sendto(answer.to_wire(), peer)

    def _answer(self, query: Any) -> Any:
        question = query.question[0]
        name, kind = question.name.to_text().lower(), dns.rdatatype.to_text(question.rdtype)
        self.asked.append(f"{name} {kind}")
        answer = dns.message.make_response(query)
        if "silent" in name:
            return None
        if "broken" in name:
            answer.set_rcode(dns.rcode.SERVFAIL)
        elif (name, kind) in self.records:
            answer.answer.append(dns.rrset.from_text(name, 300, "IN", kind, *self.records[name, kind]))
        elif not any(name == known for known, _ in self.records):
            answer.set_rcode(dns.rcode.NXDOMAIN)
        return answer

    def stop(self) -> None:
        """End the thread and free the port."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as end:
            end.sendto(b"", ("127.0.0.1", self.port))
        self.thread.join(120)
        self.socket.close()
