"""A real Open WebUI with a real model behind it: installed, started, and ended by the tests."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.servers.install import python_with
from tests.support.servers.process import answers, call, environ, free_port, running

MODEL = "smollm2-135m"
_HERE = Path(__file__).parent
_OFF = (
    "ENABLE_OLLAMA_API", "ENABLE_PERSISTENT_CONFIG", "ENABLE_VERSION_UPDATE_CHECK", "ANONYMIZED_TELEMETRY",
    "ENABLE_TITLE_GENERATION", "ENABLE_TAGS_GENERATION", "ENABLE_FOLLOW_UP_GENERATION",
    "ENABLE_AUTOCOMPLETE_GENERATION", "ENABLE_PLUGINS",
    # A small model makes an empty search query, and then nothing is found.
    "ENABLE_RETRIEVAL_QUERY_GENERATION",
)  # fmt: skip
_ON = ("OFFLINE_MODE", "HF_HUB_OFFLINE", "ENABLE_API_KEYS", "ENABLE_SIGNUP", "DO_NOT_TRACK", "ENABLE_RAG_HYBRID_SEARCH")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWebUI:
    """Where it listens, and the key of its first user, who is its administrator."""

    url: str
    key: str

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """What somebody does in its console. Raises urllib's HTTPError."""
        return call(method, f"{self.url}{path}", body, key=self.key)


@pytest.fixture(scope="session")
def openwebui(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenWebUI]:
    """One server for all tests of a run. Every test works in a scope of its own."""
    with serve(tmp_path_factory.mktemp("openwebui")) as server:
        yield server


@contextmanager
def serve(folder: Path) -> Iterator[OpenWebUI]:
    python = python_with(_HERE / "openwebui.txt")
    with ExitStack() as stack:
        chat = stack.enter_context(_model(python, folder, "chat"))
        embed = stack.enter_context(_model(python, folder, "embed"))
        url = stack.enter_context(_webui(python, folder, chat, embed))
        yield OpenWebUI(url=url, key=_key(url))


@contextmanager
def _model(python: Path, folder: Path, purpose: str) -> Iterator[str]:
    address = folder / f"{purpose}.address"
    command = (str(python), str(_HERE / "leash.py"), "llama", purpose, str(address))
    with running(command, environ=environ(folder), log=folder / f"{purpose}.log", up=address.exists):
        yield address.read_text(encoding="ascii")


@contextmanager
def _webui(python: Path, folder: Path, chat: str, embed: str) -> Iterator[str]:
    port = str(free_port())
    url = f"http://127.0.0.1:{port}"
    settings = {
        **dict.fromkeys(_OFF, "false"),
        **dict.fromkeys(_ON, "true"),
        "DATA_DIR": str(folder / "data"),
        "WEBUI_SECRET_KEY": "only for tests",
        "OPENAI_API_BASE_URL": f"{chat}/v1",
        "OPENAI_API_KEY": "none",
        "RAG_EMBEDDING_ENGINE": "openai",
        "RAG_OPENAI_API_BASE_URL": f"{embed}/v1",
        "RAG_OPENAI_API_KEY": "none",
        "RAG_EMBEDDING_MODEL": MODEL,
        # Its passages are found by their words: the small model's embeddings are real, and hardly tell pages apart.
        "RAG_HYBRID_BM25_WEIGHT": "1",
        "RAG_TOP_K": "1",
        "RAG_TOP_K_RERANKER": "1",
        "OMP_NUM_THREADS": "1",
        "UVICORN_WORKERS": "1",
    }
    command = (str(python), str(_HERE / "leash.py"), "webui", port)
    with running(
        command, environ=environ(folder, **settings), log=folder / "webui.log", up=lambda: answers(f"{url}/health")
    ):
        yield url


def _key(url: str) -> str:
    who = {"name": "Ada", "email": "ada@example.invalid", "password": "correct horse battery"}
    token = call("POST", f"{url}/api/v1/auths/signup", who)["token"]
    return str(call("POST", f"{url}/api/v1/auths/api_key", key=token)["api_key"])
