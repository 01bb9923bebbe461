"""Whatever can train a model on a dataset, behind one Protocol."""
