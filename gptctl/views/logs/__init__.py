"""What was said, who rated it, and where it came from."""
