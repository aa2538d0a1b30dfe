"""Scans: taking them in, keeping them in the special folder, proving that they are whole."""
