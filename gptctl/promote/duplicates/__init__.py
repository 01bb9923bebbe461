"""What is the same, and what is nearly the same."""
