"""The functional core: values in, values out. No files, clock, environment, network, randomness or logging."""
