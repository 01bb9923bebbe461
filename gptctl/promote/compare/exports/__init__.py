"""The same rows and checks in the formats of evaluation tools of others."""
