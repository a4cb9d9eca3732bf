"""A message in plainer words, where no reader understood it as it stands.

What only tells is parted from what asks, glosses take the place of what they explain,
light words are left out; each of these is said with the answer.
"""
