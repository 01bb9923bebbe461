"""The trainer `fireworks`."""
