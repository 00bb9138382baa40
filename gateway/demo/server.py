"""`gateway serve` as a process beside the demo, and mail for it over real SMTP."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from gateway.app.mailer import mailer_to
from gateway.demo.place import Place
from gateway.errors import GatewayError

START_SECONDS = 60.0
STOP_SECONDS = 30.0
PAUSE_SECONDS = 0.02


class Server:
    """A running gateway."""

    def __init__(self, place: Place, process: "subprocess.Popen[bytes]") -> None:
        self._place = place
        self._process = process
        # the listener is the next host of everybody who writes to us
        self._client = mailer_to(place.config, "127.0.0.1", place.port)

    def deliver(self, sender: str, recipients: Sequence[str], content: bytes) -> None:
        """Hand over a message. Raises GatewayError when it is not accepted for every recipient."""
        for recipient, reply in self._client.send(sender, recipients, content).items():
            if reply.code != 250:
                raise GatewayError(f"the mail to {recipient} was not accepted: {reply.code} {reply.text}")

    def check(self) -> None:
        """Raise GatewayError when it has ended."""
        if self._process.poll() is not None:
            raise GatewayError(f"the gateway ended by itself. See {self._place.log}")

    def wait_until_listening(self) -> None:
        """Raise GatewayError when it does not listen soon."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            self.check()
            try:
                with socket.create_connection(("127.0.0.1", self._place.port), 1.0):
                    return
            except OSError:
                time.sleep(PAUSE_SECONDS)
        raise GatewayError(f"the gateway does not listen. See {self._place.log}")

    def close(self) -> None:
        """End the connection over which mail was delivered."""
        self._client.close()


@contextmanager
def running_server(place: Place) -> Iterator[Server]:
    """A gateway that serves until the block ends."""
    command = [sys.executable, "-m", "gateway", "--config", str(place.config.path), "serve"]
    with place.log.open("ab") as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    server = Server(place, process)
    try:
        server.wait_until_listening()
        yield server
    finally:
        server.close()
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
