"""The zip file and its parts (Open Packaging Conventions): checked reading, raw copies, relationships."""
