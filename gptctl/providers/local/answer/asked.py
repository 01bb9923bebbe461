"""One question to one assistant, with everything an engine may use to answer it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gptctl.core.conversation import Message, Source
from gptctl.core.value import JSON, Attrs


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`question` is what the user last said, `sources` the passages found for it, best first."""

    attrs: Attrs
    messages: Sequence[Message]
    question: str
    sources: tuple[Source, ...]

    @property
    def model(self) -> str:
        return _text(self.attrs.get("model"))

    @property
    def instructions(self) -> str:
        return _text(self.attrs.get("instructions"))

    @property
    def reasoning(self) -> str:
        return self._parameter("reasoning")

    @property
    def adapter(self) -> str:
        return self._parameter("adapter")

    def _parameter(self, name: str) -> str:
        parameters = self.attrs.get("parameters")
        return _text(parameters.get(name)) if isinstance(parameters, Mapping) else ""


def _text(value: JSON) -> str:
    return value if isinstance(value, str) else ""
