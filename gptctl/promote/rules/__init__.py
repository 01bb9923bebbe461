"""What each target publishes about the files it trains on, as rules that are checked before anything leaves."""
