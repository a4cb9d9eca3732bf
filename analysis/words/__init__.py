"""Results in words and pictures, shared by families of operations."""
