"""Plain aiosmtpd with a handler that throws every mail away: the yardstick. Prints its port."""

import asyncio

from aiosmtpd.smtp import SMTP


class Null:
    """Keeps nothing."""

    async def handle_DATA(self, _server: object, _session: object, _envelope: object) -> str:
        """Answer at once."""
        return "250 OK"


async def main() -> None:
    """Serve until killed."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Null(), loop=loop, hostname="bench.example"), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
