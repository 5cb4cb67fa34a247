"""Asks that nobody at the table could answer, shown without a name to people who offered that topic."""
