"""The page of who did what at a desk."""
