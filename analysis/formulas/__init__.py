"""Formulas of columns and conditions on rows: read, checked, computed."""
