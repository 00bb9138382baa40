"""Mail of ours on its way into the outbox: headers, limits, the queue of operators."""
