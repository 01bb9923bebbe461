"""What those who made a model say about training on its answers."""
