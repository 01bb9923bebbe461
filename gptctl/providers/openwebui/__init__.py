"""Open WebUI, a server of the user's own: a model preset for every assistant, a knowledge base with its files."""
