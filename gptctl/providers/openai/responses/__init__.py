"""`runtime: responses`: knowledge in vector stores, the assistant in a manifest, everything sent with each question."""
