"""Commands: ask, chat, export_conversation, telegram and others."""
