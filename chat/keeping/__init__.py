"""How long things are kept: forgetting a person, pruning what is old."""
