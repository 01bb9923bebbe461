"""What happens after a promotion: which models are in use, until when, and what comes after them."""
