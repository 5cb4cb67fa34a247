"""The pages where guests say whom they don't want to sit with, and where organizers see it."""
