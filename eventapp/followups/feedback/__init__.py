"""How it was: two taps and a line after an event, told to organizers without a name."""
