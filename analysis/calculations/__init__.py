"""Calculations laid out and written as short pandas code: keys, measures, windows, order."""
