"""The door for programs: HTTP with JSON, tokens and a description (OpenAPI).

It decides nothing: what is asked goes the way that messages of the page go.
"""
