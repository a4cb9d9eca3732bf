"""The lattice of senses, the chart over it, its items, and the account of every word."""
