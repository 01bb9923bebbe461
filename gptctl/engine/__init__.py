"""The shell around the core: it reads, asks the core what to do, and does exactly that."""
