"""From items to a calculation: what is measured, of which rows, by what, in which order.

Stages build on each other (rows, contrasts, keys, measures, shares, windows, ranking,
groups, asking): each is a class over the one before, all over :class:`.state.State`.
"""
