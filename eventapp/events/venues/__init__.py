"""Places where events are held again: written once, chosen in an event's form."""
