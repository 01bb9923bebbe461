"""A dataset in the format of each target, one file for each target."""
