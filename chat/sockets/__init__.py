"""The websocket: commands in, the event log out."""
