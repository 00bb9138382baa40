"""What a manager reads of a period: promises kept, how much there was to do, what was escalated or rejected."""
