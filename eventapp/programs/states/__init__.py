"""A program is put out, called off, and on again; who is mailed is said before."""
