"""The letters of a program by the clock: what to read, who was missed, how far one has come."""
