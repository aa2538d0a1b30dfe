"""One worksheet: its rows as bytes, the rest of its part as a small tree, and edits to both."""
