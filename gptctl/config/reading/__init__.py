"""Hostile text in, plain JSON values with positions out: bounded before anything is built."""
