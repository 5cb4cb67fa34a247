"""Four weeks after an introduction: did they meet again? Each is asked alone."""
