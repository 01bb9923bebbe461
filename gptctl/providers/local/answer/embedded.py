"""A GGUF model run in this process by llama.cpp: started on first use, stopped with the command.

Slow to load: import it when somebody asks.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from gptctl.core.value import JSON
from gptctl.errors import NotDone
from gptctl.providers.base import OnText
from gptctl.providers.local.answer.request import Completion
from gptctl.providers.local.answer.server import Server
from gptctl.providers.local.library import needed
from gptctl.providers.local.settings import Settings

with needed("running a GGUF model"):
    import xllamacpp

_SILENT = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Running:
    """`engine` stops its threads and frees the model when nobody holds it any more."""

    engine: xllamacpp.Server
    server: Server
    adapters: tuple[Path, ...]


class Embedded:
    """One loaded model, with the adapters that were asked for so far; each request says which of them speaks.

    It listens on a free loopback port behind a random key, as any chat-completions server. Threads take turns.
    """

    def __init__(self, model: Path, settings: Settings) -> None:
        self._model, self._settings = model, settings
        self._turn = Lock()
        self._running: _Running | None = self._run(())

    def complete(
        self,
        model: str,
        messages: Sequence[Mapping[str, JSON]],
        fields: Mapping[str, JSON],
        *,
        adapter: Path | None,
        on_text: OnText,
    ) -> Completion:
        """`adapter` is the file of the LoRA adapter to answer with; None for the model as it is.

        With the first request for an adapter the model is loaded anew: llama.cpp takes adapters then only.
        """
        with self._turn:
            running = self._with(adapter)
            scales: JSON = [{"id": id_, "scale": float(path == adapter)} for id_, path in enumerate(running.adapters)]
            asked = {**fields, "lora": scales} if running.adapters else fields
            return running.server.complete(model, messages, asked, on_text=on_text)

    def close(self) -> None:
        if self._running is not None:
            self._running.server.close()
        self._running = None

    def _with(self, adapter: Path | None) -> _Running:
        """What runs, with this adapter; where that cannot be loaded, it goes on without."""
        running = self._running or self._run(())
        if adapter is not None and adapter not in running.adapters:
            before, running = running, self._run((*running.adapters, adapter))
            before.server.close()
        self._running = running
        return running

    def _run(self, adapters: tuple[Path, ...]) -> _Running:
        key = secrets.token_urlsafe(24)
        engine = _start(self._model, adapters, self._settings, key)
        server = Server(base_url=f"{engine.listening_address}/v1", key=key, timeout=self._settings.timeout)
        return _Running(engine=engine, server=server, adapters=adapters)


def _start(model: Path, adapters: Sequence[Path], settings: Settings, key: str) -> xllamacpp.Server:
    params = xllamacpp.CommonParams()
    params.model.path = str(model)
    params.lora_adapters = [xllamacpp.CommonAdapterLoraInfo(str(path), 0.0) for path in adapters]
    params.lora_init_without_apply = True
    params.hostnames, params.port, params.api_keys = ["127.0.0.1"], 0, [key]
    params.n_ctx, params.n_parallel = settings.embedded_context, 1
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = settings.threads
    params.use_jinja, params.offline, params.ui, params.warmup = True, True, False, False
    params.model_alias = {model.stem}
    params.verbosity = _SILENT
    try:
        return xllamacpp.Server(params)
    except RuntimeError as error:
        raise NotDone(
            f"llama.cpp cannot load {' with '.join(map(str, (model, *adapters)))}",
            advice="check that these are whole GGUF files, and that the adapters were made for this model",
        ) from error
