"""Measures that a question makes of several columns: times between dates, sums, products."""
