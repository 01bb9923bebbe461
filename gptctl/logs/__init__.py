"""What was said to assistants and what they answered."""
