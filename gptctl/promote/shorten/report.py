"""The proposal of shorter instructions as a page. It holds nothing that was said in a conversation."""

from collections.abc import Iterator, Sequence

from gptctl.core.plural import plural
from gptctl.promote.compare.report import summary
from gptctl.promote.report.page import Items, Page, Section, Text
from gptctl.promote.shorten.saving import Saving
from gptctl.promote.shorten.shorten import Shortened


def report(assistant: str, text: str, found: Shortened, saved: Saving) -> Page:
    """`text` is what stands in the file now."""
    return Page(
        title=f"Shorter instructions for {assistant}",
        lead="Parts were left out as long as what a comparison measures stayed; nothing was written anew.",
        facts=facts(saved),
        sections=tuple(_sections(assistant, text, found)),
    )


def facts(saved: Saving) -> Sequence[tuple[str, str]]:
    about = "" if saved.exact else "about "
    found = [("tokens before", f"{about}{saved.before:,}"), ("tokens after", f"{about}{saved.after:,}")]
    if saved.dollars_a_month is not None:
        found.append(("saved in a month", f"${saved.dollars_a_month:,.2f}"))
    return found


def cut(text: str, found: Shortened) -> list[str]:
    """What was left out, in the order of the file."""
    return [text[part.start : part.end].strip() for part in sorted(found.dropped, key=lambda part: part.start)]


def why_none(model: str, found: Shortened) -> str:
    """Of a search after which nothing is proposed."""
    if not found.dropped and not found.ended:
        return "The search ended before a part was found that may go: it needs more answers."
    if not found.dropped:
        return f"{model} needs every part that may go."
    return "What went in the search could not be shown to do no harm on the turns that it did not see."


def _sections(assistant: str, text: str, found: Shortened) -> Iterator[Section]:
    yield Section(title="Left out", blocks=(Items(items=cut(text, found)),))
    how = f"{plural(found.tries, 'version was', 'versions were')} tried, with {found.answers:,} answers."
    more = "" if found.ended else " The search ended before everything was tried: more may go."
    seen = " The comparison below is on turns that the search did not see."
    yield Section(title="How it was found", blocks=(Text(text=f"{how}{more}{seen}"),))
    if found.comparison is not None:
        yield from summary(assistant, found.comparison).sections
