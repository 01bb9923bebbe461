"""What is decided once all rows are seen together: numbers stand for rows, so that ten million fit in little memory."""
