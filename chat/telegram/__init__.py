"""Telegram, the second door: updates come in as rows, answers go out as rows."""
