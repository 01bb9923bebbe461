"""What trainers behind an API of their own have in common: files, settings, prices, curves."""
