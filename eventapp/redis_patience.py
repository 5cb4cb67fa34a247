"""How long a visitor waits for Redis: half a second, for the site goes on without it (pure)."""

BRIEFLY = 0.5
# A worker waits for what comes next for a second each time.
WORKING = 5.0
# The library's own patience is five seconds for each.
OPTIONS = {"socket_timeout": BRIEFLY, "socket_connect_timeout": BRIEFLY}
