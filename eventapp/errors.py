"""How a rule says no."""


class Refused(Exception):
    """A rule forbids what was asked; str(error) is safe to show to whoever asked."""


class Gone(Refused):
    """What was asked for existed and is over: a link that ran out, a cancelled event."""
