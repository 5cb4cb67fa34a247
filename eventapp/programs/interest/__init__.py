"""Who wants to hear when a program runs again: asked, confirmed by mail, told once."""
