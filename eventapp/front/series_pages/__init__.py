"""The page of a series of events, for everybody."""
