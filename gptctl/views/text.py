"""Text from files, providers and models, made harmless for a terminal."""

import re

from gptctl.core.unseen import UNSEEN


def safe_text(text: str) -> str:
    r"""The text with everything that could move the cursor, hide, or reorder what is read shown as `\x1b`.

    Line feeds and tabs stay.
    """
    return UNSEEN.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    return match.group().encode("unicode_escape", "surrogatepass").decode("ascii")
