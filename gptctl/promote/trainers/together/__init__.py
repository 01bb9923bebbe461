"""The trainer `together`."""
