"""Datasets, for people and as documents."""
