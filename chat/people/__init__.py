"""Whose things are whose: owners, accounts, links between doors, quotas, violations."""
