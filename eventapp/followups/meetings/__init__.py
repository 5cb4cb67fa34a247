"""Half an hour for two who were introduced: proposed in the letter, agreed to on a page, kept in both calendars."""
