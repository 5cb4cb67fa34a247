"""Who helps in a community: invited by mail, with a right that owners change."""
