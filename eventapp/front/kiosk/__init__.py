"""A device at which guests check themselves in."""
