"""The dataset: rows outside git, found by their own hash, and a manifest in git that says what is in them."""
