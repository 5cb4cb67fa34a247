"""Who was at which session of a program."""
