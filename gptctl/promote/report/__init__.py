"""Pages for people: one content, as a page of HTML that stands on its own and as Markdown."""
