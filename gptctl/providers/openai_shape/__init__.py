"""What the providers that speak OpenAI's API have in common; the one place that knows the openai package."""
