"""Whether a conversation is whole: something that an assistant could have been asked, and an answer worth learning."""
