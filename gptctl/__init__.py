"""Assistants declared in git, applied to every provider."""

__version__ = "0.1.0"
