"""The trainer `bedrock`: Nova, tuned at Amazon Web Services."""
