"""Commands: train, predict, models."""
