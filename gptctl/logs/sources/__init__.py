"""Readers of other people's logs, one file for each shape."""
