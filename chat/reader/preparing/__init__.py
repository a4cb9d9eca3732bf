"""Requests that change the table: what they say, and how the table is afterwards."""
