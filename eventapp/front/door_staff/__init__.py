"""Passes for the door: who lends a hand, and the code that their device begins with."""
