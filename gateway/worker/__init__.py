"""The gateway at work: one process that takes mail in and answers HTTP, and a child that settles and sends.

The main process has the listeners, the committer, the mailboxes and the numbers for `/metrics`. The settler is a
child, started as a fresh interpreter, because a process with threads cannot be forked safely when a dead child must
be replaced. Of the settlers of all gateways over one database one decides, the others stand by. With PostgreSQL,
`[workers] processes` adds acceptors that share the ports. Children live no longer than their parent: the end of their
standard input tells them.
"""

from gateway.config import Config


def serve(config: Config, backfill: bool = False) -> int:
    """Run everything until SIGTERM or SIGINT; 0 after a clean end. Raises ConfigurationError.

    `backfill`: mailboxes that were never read are read from their first message on.
    """
    from gateway.worker.main import run  # what it imports, children do not need

    return run(config, backfill)


__all__ = ["serve"]
