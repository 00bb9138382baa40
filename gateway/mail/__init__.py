"""What the mail RFCs know: bytes to values and back. Pure: no I/O, no clock, no database."""
