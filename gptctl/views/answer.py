"""An answer with what it rests on."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from gptctl.core.conversation import Answer, Engine
from gptctl.core.value import Attrs
from gptctl.runtime.resolve import Binding
from gptctl.views.line import BLANK, Line, Style, line

FORMAT = "gptctl.answer/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerReport:
    """What there is to an answer beside its text, which a person has read by now.

    `conversation` is the id under which the exchange was kept.
    """

    binding: Binding
    answer: Answer
    conversation: str

    def human(self) -> Iterator[Line]:
        answer = self.answer
        for call in answer.tool_calls:
            yield line(f"It asks to call {call.name}({call.arguments})", Style.CHANGED)
        for note in answer.notes:
            yield line(f"note: {note}", Style.WARNING)
        if answer.sources:
            yield BLANK
            yield line("Sources:", Style.HEADING)
        for number, source in enumerate(answer.sources, start=1):
            yield line(f"  {number}. {' > '.join(filter(None, (source.file, source.heading)))}")
        yield line(_made_by(answer, self.binding.key.target), Style.FAINT)

    def document(self) -> Attrs:
        answer = self.answer
        return {
            "format": FORMAT,
            "assistant": self.binding.key.address.name,
            "target": self.binding.key.target,
            "conversation": self.conversation,
            "applied": self.binding.applied,
            "commit": self.binding.commit,
            "engine": answer.engine.value,
            "model": answer.model,
            "text": answer.text,
            "sources": [asdict(source) for source in answer.sources],
            "tool_calls": [asdict(call) for call in answer.tool_calls],
            "usage": answer.usage,
            "notes": answer.notes,
        }


def _made_by(answer: Answer, target: str) -> str:
    """Which engine answered: how much an answer is worth depends on it."""
    match answer.engine:
        case Engine.EXTRACTED:
            return "no model: passages quoted"
        case Engine.EMBEDDED:
            return f"by {answer.model}, on this machine"
        case Engine.SERVER:
            return f"by {answer.model or 'a model'} at {target}"
