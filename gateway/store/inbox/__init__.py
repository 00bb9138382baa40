"""Mail that was taken in: bytes, envelope, decision."""
