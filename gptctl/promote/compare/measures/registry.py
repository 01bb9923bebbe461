"""All measures."""

from gptctl.core.value import Attrs
from gptctl.promote.compare.measures.base import Measure
from gptctl.promote.compare.measures.calls import CALLS, NEEDLESS, TOOLS
from gptctl.promote.compare.measures.expense import COST, LATENCY, LENGTH, TOKENS
from gptctl.promote.compare.measures.match import EXACT, LIKENESS, MATCH, NORMAL
from gptctl.promote.compare.measures.refusal import REFUSALS
from gptctl.promote.compare.measures.shape import form


def measures(schema: Attrs | None) -> tuple[Measure, ...]:
    """In the order of a report. `schema` is what the assistant declares for its output, if anything."""
    return (
        MATCH, REFUSALS, form(schema), CALLS, TOOLS, NEEDLESS, EXACT, NORMAL, LIKENESS, LENGTH, LATENCY, TOKENS, COST,
    )  # fmt: skip
