"""`runtime: agents` (beta): a stored agent, and knowledge as the files of an environment template."""
