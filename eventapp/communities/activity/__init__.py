"""Who did what at a desk, kept for a year."""
