"""A community as one file: taken out of a site, and in again at another ([docs/organizers.md])."""
