"""Rule data that is not a list of rules, checked when it is loaded."""
