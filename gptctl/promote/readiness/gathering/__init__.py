"""From the log, from curation, from git and from tables of prices to evidence: all that reads anything."""
