"""Who wants to hear when a program runs again, or of the next date of a series: asked, confirmed by mail, told once."""
