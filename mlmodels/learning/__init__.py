"""What training and prediction scripts are made of: pure functions on tables."""
