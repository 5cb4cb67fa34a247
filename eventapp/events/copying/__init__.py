"""An event made like another: a copy at another time, and templates of one's own."""
