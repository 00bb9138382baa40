"""Large-scale tests that customers ask for: what they must say, and what becomes of a request. Pure."""
