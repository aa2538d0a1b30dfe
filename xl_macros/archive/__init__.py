"""The special folder (BagIt), sealed scans, and whether all that was stored still is what it was."""
