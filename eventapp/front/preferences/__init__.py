"""Which letters somebody gets, and at which address."""
