"""The pass over the whole log: portion by portion, each into folders of its own."""
