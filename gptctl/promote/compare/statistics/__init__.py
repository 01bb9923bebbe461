"""What a difference between two contestants is worth. Pure, but for numbers that come from a given seed."""
