"""An example evening to play with, and to throw away."""
