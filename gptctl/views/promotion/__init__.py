"""Promotions and training jobs, for people and as documents."""
