"""A Bot API of our own: checks calls as Telegram does, and shows the chats as a phone."""
