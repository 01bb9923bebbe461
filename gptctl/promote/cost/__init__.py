"""What a fine-tune costs, before anybody agrees to it, and when it has paid for itself."""
