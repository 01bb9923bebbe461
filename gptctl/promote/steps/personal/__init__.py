"""Personal data: found, and replaced by placeholders that mean the same throughout a conversation."""
