"""Files of logs, whatever they are packed in, as records: everything in them is hostile until it is parsed."""
