"""The register of outages: what is known of each, and who hears of it."""
