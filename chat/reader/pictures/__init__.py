"""Requests for charts in people's words: which columns, where they go, what is drawn.

A request names columns with what stands before them (by, versus, coloured by), a
statistic, bins, a time; a kind of chart or none. What is drawn follows from the kinds of
the columns where no word names it (:mod:`.choosing`).
"""
