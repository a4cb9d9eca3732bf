"""Replies for each surface: HTML, Telegram, the terminal, documents."""
