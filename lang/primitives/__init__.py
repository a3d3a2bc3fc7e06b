"""What the built-in operations and functions do, over rationals and over floats.

Reading order: `fault`, `arithmetic`, `elementary`, `sequences`, `list_valued`, `linear_algebra`, `table`
(the implementation of each signature).
"""
