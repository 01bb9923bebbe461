"""Should this assistant be fine-tuned? Checks with numbers, and a decision that follows from them alone."""
