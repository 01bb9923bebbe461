"""The shortest instructions that keep what a comparison measures: parts are dropped, nothing is written anew."""
