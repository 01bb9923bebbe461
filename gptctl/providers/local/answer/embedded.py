"""A GGUF model run in this process by llama.cpp: started on first use, stopped with the command.

Slow to load: import it when somebody asks.
"""

import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path

from gptctl.core.value import JSON
from gptctl.errors import NotDone, Rejected
from gptctl.providers.base import OnText
from gptctl.providers.local.answer.request import Completion
from gptctl.providers.local.answer.server import Server
from gptctl.providers.local.library import needed
from gptctl.providers.local.settings import Settings

with needed("running a GGUF model"):
    import xllamacpp

_SILENT = -1


class Embedded:
    """One loaded model. It listens on a free loopback port behind a random key, as any chat-completions server."""

    def __init__(self, model: Path, settings: Settings, home: Path) -> None:
        self._adapters = {name: home / Path(path).expanduser() for name, path in settings.adapters.items()}
        key = secrets.token_urlsafe(24)
        self._engine: xllamacpp.Server | None = _start(model, tuple(self._adapters.values()), settings, key)
        self._server = Server(base_url=f"{self._engine.listening_address}/v1", key=key, timeout=settings.timeout)

    def complete(
        self,
        model: str,
        messages: Sequence[Mapping[str, JSON]],
        fields: Mapping[str, JSON],
        *,
        adapter: str,
        on_text: OnText,
    ) -> Completion:
        """`adapter` is the name of the LoRA adapter to answer with; empty for the model as it is."""
        if adapter and adapter not in self._adapters:
            known = ", ".join(self._adapters) or "none are declared"
            raise Rejected(f"there is no adapter {adapter} in providers.local.adapters ({known})")
        scales: JSON = [{"id": id_, "scale": float(name == adapter)} for id_, name in enumerate(self._adapters)]
        asked = {**fields, "lora": scales} if self._adapters else fields
        return self._server.complete(model, messages, asked, on_text=on_text)

    def close(self) -> None:
        self._server.close()
        self._engine = None  # its destructor stops the threads and frees the model


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
