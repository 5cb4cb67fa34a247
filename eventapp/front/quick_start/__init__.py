"""From a list and a date to a table plan on one page."""
