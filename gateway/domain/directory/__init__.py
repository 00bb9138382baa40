"""The people, contracts and calendars a vendor knows."""
