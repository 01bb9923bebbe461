"""The local job on a Ray cluster that shares the user's own folder."""
