"""When an assistant's model is due to be trained again: its file's rules, held against what was seen since."""
