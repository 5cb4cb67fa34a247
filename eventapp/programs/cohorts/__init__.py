"""The same program run again: its own sessions and people, the same words and rules."""
