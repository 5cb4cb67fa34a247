"""Before an event: asks that no guest's offer meets, and inviting somebody for them."""
