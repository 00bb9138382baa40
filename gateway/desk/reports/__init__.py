"""Reports over a period: for whoever asks, and by mail every week."""
