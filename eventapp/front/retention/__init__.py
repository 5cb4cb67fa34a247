"""For how long a community keeps who people are: what goes when, shown first, and by the clock."""
