"""Promotion: from conversations to a reviewed change of one line, to be taken up again wherever it was cut off."""
