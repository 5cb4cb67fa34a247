"""The follow-up cards on their way: when they go out, what the organizer looks at first, and who writes them."""
