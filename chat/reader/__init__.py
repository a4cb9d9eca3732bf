"""The reader: how a message becomes a task, every word of it accounted for."""
