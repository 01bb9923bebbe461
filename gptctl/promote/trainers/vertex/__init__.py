"""The trainer `vertex`: Gemini, tuned at Google Cloud."""
