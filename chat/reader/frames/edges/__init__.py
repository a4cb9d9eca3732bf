"""Joins words, columns and numbers of a chart to the items of methods.

Stages build on each other (columns, terms, groups, effects, numbers, rests): each is a
class over the one before, all over :class:`.stage.Stage`.
"""
