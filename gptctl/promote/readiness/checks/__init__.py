"""One check to a file."""
