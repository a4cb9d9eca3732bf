"""Trainings and predictions in words: which model, from what, with which settings."""
