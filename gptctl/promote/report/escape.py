"""Untrusted text on its way into a page."""

import html
import re

from gptctl.core.unseen import UNSEEN

_MARKED = re.compile(r"([\\`*_{}\[\]<>#|~!&])")
_LONGEST = 400


def visible(text: str) -> str:
    """The text on one line, with a mark for each character that cannot be seen, and cut where nobody reads on."""
    shown = " ".join(UNSEEN.sub("\ufffd", text).split())
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"


def in_html(text: str) -> str:
    return html.escape(visible(text), quote=True)


def in_markdown(text: str) -> str:
    """No mark of the text is taken for Markdown's, nor for HTML."""
    return _MARKED.sub(r"\\\1", visible(text))
