"""Which engine answers: the server that the project names, else a model on this machine, else the passages speak."""

from collections.abc import Mapping
from pathlib import Path

from gptctl.core.conversation import Answer, Engine
from gptctl.core.value import JSON, canonical
from gptctl.providers.local import models, prompt
from gptctl.providers.local.answer.asked import Asked
from gptctl.providers.local.answer.embedded import Embedded
from gptctl.providers.local.answer.extract import extract
from gptctl.providers.local.answer.request import Completion, fields_of
from gptctl.providers.local.answer.server import Server
from gptctl.providers.local.answer.trust import key_for
from gptctl.providers.local.settings import Settings

# Small models lose the thread in more, and ramble when nothing stops them.
EMBEDDED_PASSAGES = 3
EMBEDDED_OUTPUT = 400
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

    def answer(self, asked: Asked) -> Answer:
        """The answer to the last message, with the passages it rests on. Raises ProviderError."""
        if self._settings.base_url:
            return self._serve(asked)
        path = models.locate(self._home, asked.model)
        return _extract(asked) if path is None else self._run(asked, path)

    def close(self) -> None:
        for engine in self._embedded.values():
            engine.close()
        if self._server is not None:
            self._server.close()
        self._embedded, self._server = {}, None

    def _serve(self, asked: Asked) -> Answer:
        url = self._settings.base_url
        if self._server is None:
            self._server = Server(base_url=url, key=key_for(url, self._environ), timeout=self._settings.timeout)
        fields = fields_of(asked.attrs)
        if asked.reasoning:
            fields["reasoning_effort"] = asked.reasoning
        given = prompt.build(asked, asked.sources, tokens=self._settings.served_context - _spent(fields))
        return _answer(self._server.complete(asked.model, given.messages, fields), Engine.SERVER, given)

    def _run(self, asked: Asked, path: Path) -> Answer:
        if path not in self._embedded:
            self._embedded[path] = Embedded(path, self._settings, self._home)
        context = self._settings.embedded_context
        fields = {"max_tokens": min(EMBEDDED_OUTPUT, context // 4), **fields_of(asked.attrs)}
        fits = _spent(fields) < context // 2
        if not fits:
            fields.pop("tools", None)
        given = prompt.build(asked, asked.sources[:EMBEDDED_PASSAGES], tokens=context - _spent(fields))
        completion = self._embedded[path].complete(asked.model, given.messages, fields, adapter=asked.adapter)
        return _answer(completion, Engine.EMBEDDED, given, *([] if fits else [_NO_TOOLS]))


def _extract(asked: Asked) -> Answer:
    text = extract(asked.question, asked.sources)
    return Answer(text=text, engine=Engine.EXTRACTED, model="", sources=asked.sources, notes=(_NO_MODEL,))


def _answer(completion: Completion, engine: Engine, given: prompt.Prompt, *notes: str) -> Answer:
    return Answer(
        text=completion.text,
        engine=engine,
        model=completion.model,
        sources=given.sources,
        tool_calls=completion.tool_calls,
        usage=completion.usage,
        notes=(*given.notes, *notes),
    )


def _spent(fields: Mapping[str, JSON]) -> int:
    """Tokens of the context that are not for messages: the answer's own, and what the tools take to describe."""
    output = fields.get("max_tokens")
    tools = canonical(fields["tools"]) if "tools" in fields else ""
    return (output if isinstance(output, int) else EMBEDDED_OUTPUT) + len(tools) // prompt.LETTERS_PER_TOKEN
