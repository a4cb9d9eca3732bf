"""What is new in a conversation: the event log, followed and read, for every surface."""
