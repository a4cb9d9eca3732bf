"""Datasets in a conversation: received, in use, changed, combined."""
