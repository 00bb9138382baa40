"""What others than support take care of, what support does not, and what a ticket lacks."""
