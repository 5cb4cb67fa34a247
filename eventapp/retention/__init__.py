"""How long things are kept: every table with its date of going, what goes next, and what went."""
