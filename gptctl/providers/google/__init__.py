"""Google's Gemini Developer API: knowledge is a file search store; an assistant is a manifest sent with every turn."""
