"""Reads a message about a table as a task: deterministic, offline, in milliseconds."""
