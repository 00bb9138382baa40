"""Who a message says it is from, and what others say about that."""
