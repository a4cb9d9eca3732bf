"""Messages of several sentences: requests, settings, definitions and steps in order."""
