"""Questions that an answer before makes clear: its share of the whole, its course, its gap.

Each reader takes one kind of short message; a message that says more than that is left to
the others. What stands is the calculation before, see :mod:`.standing`.
"""
