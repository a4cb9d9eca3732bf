"""A message's tokens, and what they may mean in a table: names, values, dates."""
