"""The browsers that somebody is signed in with."""
