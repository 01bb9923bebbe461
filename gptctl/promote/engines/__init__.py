"""Where the pass over the log runs."""
