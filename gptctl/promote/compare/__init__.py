"""Whether a tuned model answers held-out conversations better than what is in use: ask, measure, decide, report."""
