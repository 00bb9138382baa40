"""Known issues: what many tickets are about, and what their requesters hear of it."""
