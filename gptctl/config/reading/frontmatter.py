"""Markdown with YAML in front: `---`, the YAML, `---`, the body."""

from dataclasses import dataclass

_FENCE = "---"


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """`head` keeps the line numbers of the file: its first line is empty. `body_line` is the body's first line."""

    head: str
    body: str
    body_line: int


def split(text: str) -> FrontMatter | None:
    """None when the text has no front matter."""
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        return None
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == _FENCE), None)
    if end is None:
        return None
    head = "\n".join(["", *lines[1:end], ""])
    return FrontMatter(head=head, body="\n".join(lines[end + 1 :]), body_line=end + 2)
