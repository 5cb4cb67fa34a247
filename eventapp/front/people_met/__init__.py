"""The people somebody has met, over all events: theirs alone to see, to take along and to look at."""
