"""A community ends: closed at once, open again for a week, and then gone with all that it held."""
