"""Shorter instructions that a promotion suggests."""

from collections.abc import Iterator
from pathlib import Path

from gptctl.core.value import Attrs
from gptctl.promote.pipeline.suggestion import PAGE, Suggestion
from gptctl.promote.shorten.saving import Saving
from gptctl.views.line import Line, Style, line


def suggested(suggestion: Suggestion | None, assistant: str, folder: Path) -> Iterator[Line]:
    """`folder` holds the report of the search, where it found something."""
    if suggestion is None:
        return
    if suggestion.saved is None:
        yield line(f"nothing can be left out: {suggestion.why}", Style.WARNING)
        return
    about = "" if suggestion.saved.exact else "about "
    yield line(f"{about}{suggestion.saved.tokens:,} tokens fewer would do in each call{_worth(suggestion.saved)}")
    yield line(f"what may go, and the tuned model with and without it: {folder / PAGE}.html", Style.FAINT)
    yield line(f"once this is merged, propose that: gptctl shorten {assistant}", Style.FAINT)


def shortened(suggestion: Suggestion | None) -> Attrs | None:
    if suggestion is None:
        return None
    saved = suggestion.saved
    return {
        "cut": suggestion.cut,
        "tokens_before": saved.before if saved else None,
        "tokens_after": saved.after if saved else None,
        "dollars_a_month": saved.dollars_a_month if saved else None,
        "why": suggestion.why,
    }


def _worth(saved: Saving) -> str:
    return "" if saved.dollars_a_month is None else f", ${saved.dollars_a_month:,.2f} a month"
