"""Talk to applied assistants, at every provider alike, and keep what was said."""
