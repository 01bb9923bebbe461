"""What an assistant's tests expect of an answer: judged alike wherever the answer comes from."""
