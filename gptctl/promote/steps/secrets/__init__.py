"""What nobody may train on: keys, passwords and tokens."""
