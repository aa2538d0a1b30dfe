"""One module per button: read everything, collect problems, decide, write once; returns a summary."""
