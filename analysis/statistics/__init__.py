"""Statistics shared by operations: pure functions that scripts contain as they are."""
