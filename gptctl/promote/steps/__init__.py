"""The steps of curation, one file for each."""
