"""Backups: all that an installation keeps in one file, and back."""
