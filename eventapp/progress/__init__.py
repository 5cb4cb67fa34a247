"""How far people of a program have come, and what completes it."""
