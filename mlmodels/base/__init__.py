"""What the rooms of models speak of: estimators, plans, settings, measures, saved models."""
