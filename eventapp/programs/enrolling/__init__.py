"""What a program asks before somebody joins."""
