"""Fine-tuning as OpenAI has it, at OpenAI and at those who took over its interface."""
