"""What results hold, by family: plain JSON whose fields are named and typed.

Operations give them, words and pictures are made from them, and runs store them.
"""
