"""The page of the demo: one file, without scripts and without anything from elsewhere."""
