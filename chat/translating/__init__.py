"""Messages in other languages, put into the English that the reader reads.

What a language says stands in one file of words (``de.toml``); names and values of the
table, quoted text and numbers are kept. Nothing is guessed: a word that the file does not
know stays as it is, and the reader refuses it by its own name.
"""

from chat.translating.detecting import is_german
from chat.translating.names import Names, names_of
from chat.translating.rendering import in_english

__all__ = ["Names", "in_english", "is_german", "names_of"]
