"""Requests for scripts: which template, which columns, with what settings."""
