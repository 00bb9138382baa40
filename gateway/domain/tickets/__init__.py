"""Tickets, their notes, priorities and service levels."""
