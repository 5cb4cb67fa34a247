"""Two who both said yes are introduced, in batches at set times, so that the hour tells nothing."""
