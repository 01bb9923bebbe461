"""Which engine answers: the server that the project names, else a model on this machine, else the passages speak."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from gptctl.core.conversation import Answer, Engine, Source
from gptctl.core.value import JSON, canonical
from gptctl.errors import Rejected
from gptctl.providers.base import OnText
from gptctl.providers.local import models, tuned
from gptctl.providers.local.answer import prompt
from gptctl.providers.local.answer.asked import Asked
from gptctl.providers.local.answer.extract import extract
from gptctl.providers.local.answer.request import Completion, fields_of
from gptctl.providers.local.answer.sentences import nearest
from gptctl.providers.local.answer.trust import key_for
from gptctl.providers.local.settings import Settings
from gptctl.providers.local.tuned import Weights

if TYPE_CHECKING:
    from gptctl.providers.local.answer.embedded import Embedded
    from gptctl.providers.local.answer.server import Server

EMBEDDED_OUTPUT = 400
EMBEDDED_PASSAGES = 4
QUOTED_PASSAGES = 3
# Measured with the 135M model: of several passages it mixes up the facts, and of a long one it repeats the start.
SMALL_BYTES = 512 * 1024 * 1024
SMALL_SENTENCES = 6
# It also goes round in circles: so one paragraph at the most, and llama.cpp's guard against repetition, kept short
# enough to let facts of the passage be repeated.
_SMALL: Mapping[str, JSON] = {
    "stop": ["\n\n"],
    "dry_multiplier": 0.8,
    "dry_allowed_length": 6,
    "dry_penalty_last_n": 80,
}
_NO_MODEL = "no model here: the best passages are quoted; `gptctl models install smollm2-135m` installs a small one"
_NO_TOOLS = "the tools are too long for this model's context, so it was not told of them"


class Engines:
    """Engines are started when first needed and stopped by `close`."""

    def __init__(self, settings: Settings, home: Path, environ: Mapping[str, str]) -> None:
        self._settings = settings
        self._home = home
        self._environ = environ
        self._server: Server | None = None
        self._embedded: dict[Path, Embedded] = {}
        self._turn = Lock()

    def answer(self, asked: Asked, on_text: OnText) -> Answer:
        """The answer to the last message, with the passages it rests on. Raises ProviderError."""
        if self._settings.base_url:
            return self._serve(asked, on_text)
        weights = self._weights(asked)
        return _extract(asked, on_text) if weights is None else self._run(asked, weights, on_text)

    def close(self) -> None:
        for engine in self._embedded.values():
            engine.close()
        if self._server is not None:
            self._server.close()
        self._embedded, self._server = {}, None

    def _serve(self, asked: Asked, on_text: OnText) -> Answer:
        fields = fields_of(asked.attrs)
        if asked.reasoning:
            fields["reasoning_effort"] = asked.reasoning
        given = prompt.build(asked, asked.sources, tokens=_room(self._settings.served_context, fields))
        completion = self._connected().complete(asked.model, given.messages, fields, on_text=on_text)
        return _answer(completion, Engine.SERVER, given.sources, given.notes)

    def _weights(self, asked: Asked) -> Weights | None:
        """None where no such model is on this machine."""
        path = models.locate(self._home, asked.model)
        if path is not None:
            return Weights(model=path, adapter=self._declared(asked.adapter))
        found = tuned.find(self._home, asked.model)
        if found is None:
            return None
        if found.weights is None:
            raise Rejected(f"the model {asked.model} cannot run: {found.lack}")
        if asked.adapter:
            raise Rejected(f"{asked.model} is a tuned model already", advice="take `parameters.adapter` away")
        return found.weights

    def _declared(self, adapter: str) -> Path | None:
        if not adapter:
            return None
        declared = self._settings.adapters
        if adapter not in declared:
            known = ", ".join(declared) or "none are declared"
            raise Rejected(f"there is no adapter {adapter} in providers.local.adapters ({known})")
        return self._home / Path(declared[adapter]).expanduser()

    def _run(self, asked: Asked, weights: Weights, on_text: OnText) -> Answer:
        small = weights.model.stat().st_size <= SMALL_BYTES
        context = self._settings.embedded_context
        fields: dict[str, JSON] = {"max_tokens": EMBEDDED_OUTPUT, **fields_of(asked.attrs), **(_SMALL if small else {})}
        notes = () if _room(context, fields) >= context // 4 else (_NO_TOOLS,)
        if notes:
            fields.pop("tools", None)
        sources = _condensed(asked) if small else asked.sources[:EMBEDDED_PASSAGES]
        given = prompt.build(asked, sources, tokens=_room(context, fields))
        engine = self._loaded(weights.model)
        said = engine.complete(asked.model, given.messages, fields, adapter=weights.adapter, on_text=on_text)
        completion = replace(said, model=asked.model)  # llama.cpp gives the base's name with any adapter
        return _answer(completion, Engine.EMBEDDED, given.sources, (*given.notes, *notes))

    def _connected(self) -> "Server":
        if self._server is None:
            from gptctl.providers.local.answer.server import Server  # noqa: PLC0415 -- a second to load

            url = self._settings.base_url
            self._server = Server(base_url=url, key=key_for(url, self._environ), timeout=self._settings.timeout)
        return self._server

    def _loaded(self, path: Path) -> "Embedded":
        with self._turn:
            if path not in self._embedded:
                from gptctl.providers.local.answer.embedded import Embedded  # noqa: PLC0415 -- a second to load

                self._embedded[path] = Embedded(path, self._settings)
            return self._embedded[path]


def _condensed(asked: Asked) -> Sequence[Source]:
    """The best passage's best sentences."""
    return [
        replace(source, text=" ".join(nearest(asked.question, source.text, SMALL_SENTENCES)))
        for source in asked.sources[:1]
    ]


def _extract(asked: Asked, on_text: OnText) -> Answer:
    quoted = asked.sources[:QUOTED_PASSAGES]
    text = extract(asked.question, quoted)
    on_text(text)
    return Answer(text=text, engine=Engine.EXTRACTED, model="", sources=quoted, notes=(_NO_MODEL,))


def _answer(completion: Completion, engine: Engine, sources: tuple[Source, ...], notes: tuple[str, ...]) -> Answer:
    return Answer(
        text=completion.text,
        engine=engine,
        model=completion.model,
        sources=sources,
        tool_calls=completion.tool_calls,
        usage=completion.usage,
        notes=notes,
    )


def _room(context: int, fields: Mapping[str, JSON]) -> int:
    """Tokens left for messages: not for the answer, half of the context at most, nor for describing the tools."""
    output = fields.get("max_tokens")
    tools = canonical(fields["tools"]) if "tools" in fields else ""
    answer = output if isinstance(output, int) else EMBEDDED_OUTPUT
    return context - min(answer, context // 2) - len(tools) // prompt.LETTERS_PER_TOKEN
