"""Several events that belong together are changed at once: this one, this and later ones, or all."""
