"""From what assistants really said to a dataset, a model, and a reviewed change of one line."""
