"""Everything known about one mail when the rules decide."""
