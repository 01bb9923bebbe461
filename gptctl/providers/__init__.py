"""Translation tables: what our words mean to each provider. A provider never plans, retries, orders or prints."""
