"""Plans, trainings and predictions in words and pictures."""
