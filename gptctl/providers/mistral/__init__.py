"""Mistral: an assistant is an agent with versions, knowledge is a library, talking is a conversation."""
