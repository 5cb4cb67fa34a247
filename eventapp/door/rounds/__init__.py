"""The rounds as they really run: the host's remote, and the screen in the hall."""
