"""Tuned models: found by name, run on their base, told when they cannot be, and no way out of the user's folder."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from gptctl.core.conversation import Answer, Engine, Message, Role
from gptctl.errors import NotDone, Rejected, Usage
from gptctl.providers.local import models, removal, tuned
from gptctl.providers.local.provider import LocalProvider
from tests.conformance.subject import draft
from tests.support.tiny_gguf import write_noise, write_tiny

BASE = "tiny"
NAME = "tiny-gptctl-0123456789abcdef"
OTHER = "tiny-gptctl-fedcba9876543210"
FILES = {"gguf": "jobs/gptctl-0123456789abcdef/adapter.gguf"}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A base that is installed, and an adapter where jobs leave theirs."""
    (tmp_path / "models").mkdir()
    write_tiny(tmp_path / "models" / f"{BASE}.gguf")
    for seed, name in enumerate((NAME, OTHER)):
        folder = tmp_path / "jobs" / name.removeprefix("tiny-")
        folder.mkdir(parents=True)
        write_noise(folder / "adapter.gguf", seed=seed)
    return tmp_path


def register(home: Path, name: str = NAME, /, **changed: Any) -> Path:
    path = home / "models" / f"{name}.tuned.json"
    mark = name.removeprefix("tiny-")
    made = {
        "name": name,
        "base": BASE,
        "dataset": "d" * 64,
        "job": mark,
        "files": {"gguf": f"jobs/{mark}/adapter.gguf"},
    }
    path.write_text(json.dumps({"format": "gptctl.tuned/v1", **made, **changed}), encoding="utf-8")
    return path


@pytest.fixture
def asked(home: Path) -> Iterator[Callable[..., Answer]]:
    """Ask an assistant with this model; all of them are at one provider."""
    provider = LocalProvider(
        name="local", home=home, settings={"adapters": [{"name": "noise", "path": FILES["gguf"]}]}, environ={}
    )
    numbers = count()

    def ask(model: str, **parameters: Any) -> Answer:
        name = f"a{next(numbers)}"
        given = {"temperature": 0, "max_output_tokens": 20, **parameters}
        attrs = {"name": name, "model": model, "instructions": "Be brief.", "knowledge": [], "parameters": given}
        created = provider.handlers["assistant"].create(draft("assistant", attrs, name=name))
        return provider.ask(created.id, [Message(role=Role.USER, text="Hi?")], on_text=lambda _: None)

    yield ask
    provider.close()


def test_base_and_tuned_take_turns_on_one_model(home: Path, asked: Callable[..., Answer]) -> None:
    register(home)
    register(home, OTHER)
    answers = [asked(model) for model in (BASE, NAME, BASE, OTHER, NAME, OTHER, BASE)]
    texts = [answer.text for answer in answers]
    assert len(set(texts)) == 3
    assert texts == [texts[at] for at in (0, 1, 0, 3, 1, 3, 0)]
    assert [answer.model for answer in answers[:3]] == [BASE, NAME, BASE]
    assert {answer.engine for answer in answers} == {Engine.EMBEDDED}


def test_a_tuned_model_answers_as_its_adapter_does(home: Path, asked: Callable[..., Answer]) -> None:
    register(home)
    assert asked(NAME).text == asked(BASE, adapter="noise").text


def test_threads_take_turns(home: Path, asked: Callable[..., Answer]) -> None:
    register(home)
    wanted = {model: asked(model).text for model in (BASE, NAME)}
    heard: list[tuple[str, str]] = []
    models_ = [BASE, NAME] * 4
    threads = [threading.Thread(target=lambda m=model: heard.append((m, asked(m).text))) for model in models_]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(heard) == len(models_)
    assert all(text == wanted[model] for model, text in heard)


def test_a_model_in_one_piece(home: Path, asked: Callable[..., Answer]) -> None:
    write_tiny(home / "jobs" / "whole.gguf", seed=3)
    register(home, base="some/folder", files={"model": "jobs/whole.gguf", "adapter": "jobs/x"})
    answer = asked(NAME)
    assert (answer.model, answer.engine) == (NAME, Engine.EMBEDDED)
    assert answer.text != asked(BASE).text


def test_an_adapter_that_is_broken_leaves_the_base(home: Path, asked: Callable[..., Answer]) -> None:
    register(home)
    before = asked(BASE).text
    (home / FILES["gguf"]).write_bytes(b"GGUF but no more")
    with pytest.raises(NotDone, match=r"cannot load .*adapter\.gguf"):
        asked(NAME)
    assert asked(BASE).text == before


def test_two_adapters_at_once_are_refused(home: Path, asked: Callable[..., Answer]) -> None:
    register(home)
    with pytest.raises(Rejected, match="a tuned model already"):
        asked(NAME, adapter="noise")


LACKING: Mapping[str, tuple[Mapping[str, Any], str]] = {
    "the adapter is gone": ({"files": {"gguf": "jobs/none/adapter.gguf"}}, "is gone"),
    "the base is not installed": ({"base": "qwen3-8b"}, "its base qwen3-8b is not installed"),
    "the base is a path": ({"base": "../tiny.gguf"}, r"its base \.\./tiny\.gguf is not installed"),
    "nothing was converted": ({"files": {"adapter": "jobs/x"}}, "nothing that llama.cpp can run"),
    "a path leads out": ({"files": {"gguf": "../secret.gguf"}}, "is outside of"),
    "a path is absolute": ({"files": {"model": "/etc/hosts"}}, "is outside of"),
    "a path is none": ({"files": {"model": "a\0b"}}, "a path that is none"),
    "a link leads out": ({"files": {"model": "jobs/link.gguf"}}, "is outside of"),
    "a folder": ({"files": {"model": "jobs"}}, "is gone"),
    "another name": ({"name": "other"}, "the registration of other"),
    "another format": ({"format": "gptctl.tuned/v2"}, "not of the format"),
    "a number for a text": ({"base": 7}, "`base` is no text"),
    "a list for the files": ({"files": []}, "`files` is no map"),
}


@pytest.mark.parametrize("how", LACKING)
def test_what_cannot_run_is_one_finding(
    home: Path,
    asked: Callable[..., Answer],
    provider: LocalProvider,
    how: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    changed, told = LACKING[how]
    outside = tmp_path_factory.mktemp("outside") / "secret.gguf"
    write_tiny(outside)
    (home.parent / "secret.gguf").write_bytes(outside.read_bytes())
    (home / "jobs" / "link.gguf").symlink_to(outside)
    register(home, **changed)
    with pytest.raises(Rejected, match=told):
        asked(NAME)
    here = LocalProvider(name="local", home=home, settings={}, environ={})
    (problem,) = here.handlers["assistant"].validate({"name": "a", "model": NAME, "instructions": "x"})
    assert (problem.path, NAME in problem.detail) == ("model", True)
    assert [check.detail for check in here.checks() if not check.ok and check.name == NAME] == [
        problem.detail.removeprefix(f"{NAME}: ")
    ]
    here.close()
    assert not list(provider.handlers["assistant"].validate({"name": "a", "model": BASE, "instructions": "x"}))


def test_a_file_that_is_no_json(home: Path) -> None:
    register(home).write_bytes(b"[" * 100_000)
    (found,) = tuned.registered(home)
    assert (found.name, found.weights) == (NAME, None)
    assert "cannot be used" in found.lack


@pytest.mark.parametrize("name", ["../models/tiny", "", ".", "*", "tiny-gptctl-*", f"../models/{NAME}", "\0"])
def test_a_name_is_never_a_path(home: Path, name: str) -> None:
    register(home)
    assert tuned.find(home, name) is None
    assert models.locate(home, name) is None
    with pytest.raises(Usage):
        removal.remove(home, name)


def test_a_base_stays_as_long_as_it_is_needed(home: Path) -> None:
    register(home)
    with pytest.raises(Rejected, match=f"base of {NAME}"):
        removal.remove(home, BASE)
    removal.remove(home, NAME)
    assert tuned.registered(home) == ()
    assert (home / FILES["gguf"]).exists()
    removal.remove(home, BASE)
    assert models.installed(home) == ()
