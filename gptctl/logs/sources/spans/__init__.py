"""Spans of traces, whoever exported them, and the conversations that they are parts of."""
