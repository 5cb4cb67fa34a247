"""What everybody of a program hears, written part by part."""
