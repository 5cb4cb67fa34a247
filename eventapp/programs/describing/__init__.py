"""What a program says of itself, and who leads it: written at any time, also when it is published."""
