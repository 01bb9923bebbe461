"""What a search found, as text, in any of the ways in which it is logged."""

from gptctl.core.value import JSON
from gptctl.logs.sources.shapes import compact, maps, opened, text
from gptctl.logs.sources.spans.dotted import at

_TEXT = ("document.content", "kwargs.page_content", "page_content", "content", "text", "document")


def documents(found: JSON) -> str:
    """The text of each document, a blank line between two; the JSON of what has no text."""
    texts = [text(at(one, *_TEXT)) for one in maps(opened(found))]
    return "\n\n".join(one for one in texts if one) or compact(found)
