"""Where the record, the journal and the lock live."""
