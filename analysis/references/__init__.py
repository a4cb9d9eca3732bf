"""Published data and results that the operations are checked against."""
