"""Questions of a purpose rather than a method: a study to plan, times until an event, scales.

Each has cues, places for numbers and for columns; a question is read only where every
number, name and word that could limit it has its place.
"""
