"""Questions about the answer before and about the table as a whole.

They are read from words that are data (a file per language) and answered from the stored
result; where that is not enough, by a task made of the one before. What an answer can
tell is said by its operation (:mod:`analysis.further`).
"""
