"""OpenAI, in the two ways in which it can run an assistant: the Responses API, and the Agents API (beta)."""
