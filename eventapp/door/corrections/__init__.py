"""Who really sat where, as the organizer corrects it."""
