"""What is measured of an answer, each measure in its own file."""
