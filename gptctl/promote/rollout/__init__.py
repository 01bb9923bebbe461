"""Give users a tuned model by steps, as long as the numbers allow it."""
