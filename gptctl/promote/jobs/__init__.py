"""Jobs: each started at most once for each approval, whatever fails on the way."""
