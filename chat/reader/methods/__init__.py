"""What the field calls by name, and how a message asks for it: methods, options, models.

Plain functions over a message's text and what in it was linked to the table
(:class:`~chat.reader.methods.linked.LinkedText`); the words are data in ``lexicon``.
"""
