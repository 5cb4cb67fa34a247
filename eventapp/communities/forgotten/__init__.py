"""What went by itself: how many of which kind, when, and never who."""
