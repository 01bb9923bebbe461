"""An answer, as far as a test can tell."""

from dataclasses import dataclass

from gptctl.core.conversation import ToolCall


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """`calls` are all that were asked for on the way to `text`, in order.

    `files` are those the answer rests on; None where nothing was looked up, so that nothing can be said of them.
    """

    text: str
    calls: tuple[ToolCall, ...] = ()
    files: tuple[str, ...] | None = None
