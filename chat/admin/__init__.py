"""The keeper's room: everything that is kept, to look at, and what can be done with it.

Each kind is registered once, here, where all that acts on it can be reached.
"""

from chat.admin import conversations, datasets, people, runs, telegram

__all__ = ["conversations", "datasets", "people", "runs", "telegram"]
