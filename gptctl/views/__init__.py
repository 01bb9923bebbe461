"""What people and programs see: each report gives the same data as lines for a terminal and as one JSON document."""
