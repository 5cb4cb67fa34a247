"""Whom guests don't want to sit with."""
